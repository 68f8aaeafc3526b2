"""X9xx: the command line, and what stands around it."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry

CODES: tuple[CodeEntry, ...] = (
    CodeEntry(
        code="X901",
        title="unknown command, option or argument",
        explanation=(
            "The command line names something that stackr doesn't have, or leaves out something it needs. "
            "`stackr --help` lists the commands, and `stackr COMMAND --help` what one of them takes."
        ),
        bad="stackr chekc rules/",
        good="stackr check rules/",
        shown_as="command",
    ),
    CodeEntry(
        code="X902",
        title="no such file or folder",
        explanation=(
            "A path on the command line leads nowhere, or to something that can't be read. "
            "Paths are taken from the folder in which the command is given."
        ),
        bad="stackr check no-such-folder/",
        good="stackr check rules/",
        shown_as="command",
    ),
    CodeEntry(
        code="X903",
        title="no such code to explain",
        explanation=(
            "`stackr explain` was given a code that no message carries. "
            "Codes are one letter and three digits, as they stand in square brackets in a message; case doesn't matter."
        ),
        bad="stackr explain X999",
        good="stackr explain X903",
        shown_as="command",
    ),
    CodeEntry(
        code="X904",
        title="no such schema",
        explanation=(
            "`stackr schema` was given a name for which no JSON Schema is published. The message lists those that are."
        ),
        bad="stackr schema audits",
        good="stackr schema audit",
        shown_as="command",
    ),
    CodeEntry(
        code="X905",
        title="a part of stackr is not installed",
        explanation=(
            "The command needs libraries that are installed only when asked for, to keep the basic installation small. "
            "The message says which command installs them."
        ),
        bad="stackr graph rules/ --format svg      # without the drawing library",
        good="stackr graph rules/ --format mermaid  # text, needs nothing more",
        shown_as="command",
    ),
    CodeEntry(
        code="X906",
        title="a fault in stackr",
        explanation=(
            "Something went wrong that no message was written for. It is our fault, not yours: please report it with "
            "the command and, if you may share them, the files. With STACKR_DEBUG=1 in the environment the place in "
            "the program is shown as well."
        ),
        bad="(whatever you did when you saw this)",
        good="STACKR_DEBUG=1 stackr check rules/    # shows where it happened",
        shown_as="command",
    ),
    CodeEntry(
        code="X907",
        title="the result could not be written",
        explanation=(
            "The place that should take the result can't be written: a folder without permission, a full disk, "
            "a file in use. Nothing half-written is left behind."
        ),
        bad="stackr fmt read-only/award.stackr",
        good="stackr fmt rules/award.stackr",
        shown_as="command",
    ),
    CodeEntry(
        code="X910",
        title="the audit can't be done as asked",
        explanation=(
            "An award that the rules don't declare, a day that isn't one, a clause or holding that isn't there to be "
            "explained, or a file that holds no audit. The message says which, and what there is instead."
        ),
        bad="stackr audit learner.json --for PGDIP-SD",
        good="stackr audit learner.json --for PGDIP-DS",
        shown_as="command",
    ),
    CodeEntry(
        code="X911",
        title="no such thing in the stack",
        explanation=(
            "`--around` takes the name of a credential, a requirement (its clause id) or a qualification. If several "
            "things share a name, put its kind in front: `credential:DS501`."
        ),
        bad="stackr graph --around DS5O1",
        good="stackr graph --around DS501",
        shown_as="command",
    ),
    CodeEntry(
        code="X912",
        title="the plan, what-if or ranking can't be made as asked",
        explanation=(
            "A measure that nobody knows, a target that has passed, fees in two currencies without a rate, a calendar or "
            "code that isn't there; a what-if about a holding that the record doesn't have, or about one thing in two ways. "
            "That no plan fits the rules, the terms and the limits is not a fault: the answer then "
            "says what stands in the way."
        ),
        bad="stackr plan learner.json --for PGDIP-DS --target 2020-01-01",
        good="stackr plan learner.json --for PGDIP-DS --target 2028-12-31",
        shown_as="command",
    ),
    CodeEntry(
        code="X920",
        title="an input of a run can't be read",
        explanation=(
            "A table of holdings that is no table of the kind its name says, that names no column for the learner, or whose "
            "columns are not those that the profile asks for; a profile that isn't one; a database that doesn't answer. It is "
            "said before any work. Single bad rows never stop a run: they go to the quarantine. "
            "`stackr import --sniff FILE` proposes a profile."
        ),
        bad="stackr batch holdings.csv --out results                     # whose column is called id_student",
        good="stackr batch holdings.csv --out results --profile our.toml  # which says so",
        shown_as="command",
    ),
    CodeEntry(
        code="X921",
        title="the folder can't take this run",
        explanation=(
            "A run writes a folder of its own. This one holds a finished run, an unfinished one (`--resume` goes on with it, if "
            "it is asked the same question about the same inputs), files that are no run, or another process is at work on it."
        ),
        bad="stackr batch holdings.csv --out results          # a second time",
        good="stackr batch holdings.csv --out results --resume",
        shown_as="command",
    ),
    CodeEntry(
        code="X922",
        title="a row can't be used, and the run is strict",
        explanation=(
            "With `--strict` the first row that can't be used stops the run, and nothing is left behind. Without it such rows are "
            "put aside with file, line, column, value and reason, and counted."
        ),
        bad="stackr batch holdings.csv --out results --strict",
        good="stackr batch holdings.csv --out results",
        shown_as="command",
    ),
    CodeEntry(
        code="X923",
        title="the run was broken off",
        explanation=(
            "A worker process or the cluster went away, or the rules can't be had back as they were when the run began. The parts "
            "that are finished stay as they are, and `--resume` goes on after them."
        ),
        bad="stackr batch holdings.csv --out results --engine dask     # and a worker is killed",
        good="stackr batch holdings.csv --out results --engine dask --resume",
        shown_as="command",
    ),
)
