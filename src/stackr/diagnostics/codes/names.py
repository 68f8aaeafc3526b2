"""N1xx: names and what they are bound to."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry

CODES: tuple[CodeEntry, ...] = (
    CodeEntry(
        code="N101",
        title="unknown name",
        explanation=(
            "A rule refers to something that no file declares: a framework, a register, a definition, a group. "
            "Look at the spelling, declare it, or import the file that does."
        ),
        bad='let good = micro-credential by unesco\nqualification Q "Q" { requires all of { p "P": 10 credits from good } }\n',
        good='definition unesco "UNESCO" of micro-credential {\n  assessed "Assessed": assessed\n}\n'
        'let good = micro-credential by unesco\nqualification Q "Q" { requires all of { p "P": 10 credits from good } }\n',
    ),
    CodeEntry(
        code="N102",
        title="one name twice",
        explanation=(
            "Two declarations of one kind have the same name, or two clauses the same id. Decisions and reasons name "
            "clauses by id, so each id may stand for one clause only; a declaration called `A.B` beside one called `A` "
            "would have the ids of its clauses. Rename one of them."
        ),
        bad="let easy = level <= 5\nlet easy = level <= 4\n",
        good="let easy = level <= 5\nlet easier = level <= 4\n",
    ),
    CodeEntry(
        code="N103",
        title="a name that could be two things",
        explanation=(
            "A bare word is first a `let`, else a code of the catalogue. Where it is both, which is meant would be a guess. "
            "Rename the `let`, or put the code in quotes. No `let` has the name of a qualification."
        ),
        bad='credential SCIENCE "Science" { 10 credits }\nlet SCIENCE = field under "05"\n'
        'qualification Q "Q" { requires all of { p "P": 10 credits from SCIENCE } }\n',
        good='credential SCIENCE "Science" { 10 credits }\nlet sciences = field under "05"\n'
        'qualification Q "Q" { requires all of { p "P": 10 credits from sciences } }\n',
    ),
    CodeEntry(
        code="N104",
        title="defined by itself",
        explanation="A `let` or a definition comes back to itself through what it names. It must end in codes and members.",
        bad='let a = b\nlet b = a\nqualification Q "Q" { requires all of { p "P": 10 credits from a } }\n',
        good='let a = level >= 5\nlet b = a\nqualification Q "Q" { requires all of { p "P": 10 credits from b } }\n',
    ),
    CodeEntry(
        code="N105",
        title="a set of outcomes used as learning",
        explanation="This `let` names a set of outcomes. Outcomes are asked for with `at least 80% of outcomes of NAME`.",
        bad='let skills = outcomes { "a"; "b" }\nqualification Q "Q" { requires all of { p "P": 10 credits from skills } }\n',
        good='let skills = outcomes { "a"; "b" }\n'
        'qualification Q "Q" { requires all of { p "P": at least 1 outcomes of skills } }\n',
    ),
    CodeEntry(
        code="N106",
        title="unknown member",
        explanation="What is asked of the learning is not a member of a record, and looks like a slip of one that is.",
        bad='let good = isuer = X\nqualification Q "Q" { requires all of { p "P": 10 credits from good } }\n',
        good='let good = issuer = X\nqualification Q "Q" { requires all of { p "P": 10 credits from good } }\n',
    ),
    CodeEntry(
        code="N107",
        title="a code twice in the catalogue",
        explanation=(
            "One issuer uses the same code for two items that start on the same day. Which of them a rule means would be a "
            "guess. Rename one, or give them dates in force."
        ),
        bad='credential A "One" { issuer X; 10 credits }\ncredential A "Two" { issuer X; 20 credits }\n',
        good='credential A "One" { issuer X; 10 credits }\ncredential A "Two" { issuer Y; 20 credits }\n',
    ),
    CodeEntry(
        code="N108",
        title="two ladders for one body",
        explanation=(
            "Two recognition ladders decide for the same awarding body, so which one a qualification follows would be a guess. "
            "Let one decide; a qualification can name another with `recognised by`."
        ),
        bad='recognition a "A" for X { route own is own "Own" when issuer = X grants full }\n'
        'recognition b "B" for X { route own is own "Own" when issuer = X grants full }\n',
        good='recognition a "A" for X { route own is own "Own" when issuer = X grants full }\n'
        'recognition b "B" for Y { route own is own "Own" when issuer = Y grants full }\n',
    ),
    CodeEntry(
        code="N110",
        title="a clause that could be two",
        explanation="The last part of an id fits several clauses of the award. Write the whole path.",
        bad='qualification Q "Q" {\n  requires all of {\n    a "A": all of { core "C": 10 credits from any }\n'
        '    b "B": all of { core "C": 10 credits from any }\n  }\n'
        "  limits { cap: at most 5 credits by rpl in core }\n}\n",
        good='qualification Q "Q" {\n  requires all of {\n    a "A": all of { core "C": 10 credits from any }\n'
        '    b "B": all of { core "C": 10 credits from any }\n  }\n'
        "  limits { cap: at most 5 credits by rpl in Q.a.core }\n}\n",
    ),
    CodeEntry(
        code="N111",
        title="a requirement that needs itself",
        explanation="A group uses itself, or what a requirement needs is a share of itself. It has no size that could be met.",
        bad='group G "G": all of { use G }\nqualification Q "Q" { requires all of { use G } }\n',
        good='group G "G": all of { A }\nqualification Q "Q" { requires all of { use G } }\n',
    ),
    CodeEntry(
        code="N112",
        title="names that stand for too much",
        explanation=(
            "A `let`, a group or an award would be larger than any rule book once the names in it are replaced by what they stand "
            "for: usually names that use one another twice, again and again."
        ),
        bad="\n".join(f"let a{i} = a{i + 1} or not a{i + 1}" for i in range(20)) + "\nlet a20 = A\n",
        good="let a0 = a1 or not a1\nlet a1 = A\n",
    ),
    CodeEntry(
        code="N113",
        title="tied to itself",
        explanation=(
            "A line ties two things, and names the same one twice: a clause that is shared with itself, an award that includes, "
            "replaces or comes after itself or is its own exit award. It says nothing; another name was meant."
        ),
        bad='qualification Q "Q" { requires all of { a: A; b: 10 credits from any }; shared between b and b }\n',
        good='qualification Q "Q" { requires all of { a: A; b: 10 credits from any }; shared between a and b }\n',
    ),
)
