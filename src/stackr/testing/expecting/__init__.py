"""The kinds of expectation, by what they are about: one function a kind, one line of `expect.KINDS`."""
