"""`python -m stackr` is `stackr`."""

from stackr.cli.main import main

if __name__ == "__main__":
    main()
