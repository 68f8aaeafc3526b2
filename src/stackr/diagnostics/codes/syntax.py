"""S0xx: what the grammar can't read."""

from __future__ import annotations

from stackr.diagnostics.codes.entry import CodeEntry


def _award(line: str) -> str:
    return f'qualification Q "Q" {{\n  total 60 credits\n  {line}\n}}\n'


_GOOD = _award('requires all of { A1; B1; rest "Rest": 40 credits from any }')

CODES: tuple[CodeEntry, ...] = (
    CodeEntry(
        code="S001",
        title="a quotation mark of another kind",
        explanation=(
            "Texts stand in straight double quotes. Word processors turn them into typographic ones; single quotes and "
            "backquotes are not quotation marks here."
        ),
        bad=_award("source “Regulations 2026, s. 3”"),
        good=_award('source "Regulations 2026, s. 3"'),
    ),
    CodeEntry(
        code="S002",
        title="a quote that is never closed",
        explanation='A quoted text ends on the line where it began. Write `\\"` for a quotation mark inside it.',
        bad=_award('source "Regulations 2026'),
        good=_award('source "Regulations 2026"'),
    ),
    CodeEntry(
        code="S003",
        title="a character that can't stand in a rule file",
        explanation=(
            "Outside quotes and comments a rule file consists of words, numbers and a few signs. Invisible characters often "
            "come along when text is pasted from elsewhere."
        ),
        bad=_award("requires all of { A1 § B1 }"),
        good=_GOOD,
    ),
    CodeEntry(
        code="S004",
        title="neither a number nor a date",
        explanation=(
            "Amounts are whole numbers, decimals, fractions or percentages: 40, 12.5, 1/3, 50%. Dates are year-month-day: "
            "2026-09-01. Whatever else begins with a digit is a code, and codes that begin with a digit are quoted."
        ),
        bad=_award("in force from 01.09.2026"),
        good=_award("in force from 2026-09-01"),
    ),
    CodeEntry(
        code="S005",
        title="a sign of another language",
        explanation="Comparisons are `=`, `!=`, `<`, `<=`, `>`, `>=`; conditions are joined by `and`, `or`, `not`; lists stand in braces.",
        bad="let advanced = level => 7\n",
        good="let advanced = level >= 7\n",
    ),
    CodeEntry(
        code="S006",
        title="a backslash that means nothing",
        explanation="Inside quotes, a backslash only stands in front of a quotation mark or another backslash.",
        bad=_award('source "Regulations\\2026"'),
        good=_award('source "Regulations/2026"'),
    ),
    CodeEntry(
        code="S007",
        title="a day that does not exist",
        explanation="Dates are year-month-day, and the day must be in the calendar; an interval runs from the earlier day.",
        bad=_award("in force from 2026-02-30"),
        good=_award("in force from 2026-02-28"),
    ),
    CodeEntry(
        code="S010",
        title="a brace or parenthesis that is never closed",
        explanation="Everything that is opened with `{` or `(` is closed with `}` or `)`.",
        bad=_award("requires all of { A1; B1"),
        good=_GOOD,
    ),
    CodeEntry(
        code="S011",
        title="a brace or parenthesis that closes nothing",
        explanation="There are more closing signs than opening ones.",
        bad=_GOOD + "}\n",
        good=_GOOD,
    ),
    CodeEntry(
        code="S012",
        title="too deep",
        explanation="Braces and parentheses stand at most 200 deep in one another. Give inner groups a name with `group`.",
        bad=_award(f"requires {'all of { ' * 210}A1{' }' * 210}"),
        good=_GOOD,
    ),
    CodeEntry(
        code="S013",
        title="a file that is too large",
        explanation="A rule file holds at most 5 MB. A rule book is split by `import`; lists of thousands belong in data files.",
        bad="stackr check all-the-rules.stackr",
        good="stackr check rules",
        shown_as="command",
    ),
    CodeEntry(
        code="S014",
        title="a file that is not UTF-8 text",
        explanation="Rule files are UTF-8. Save the file again with that encoding; editors offer it where the file is saved.",
        bad="stackr check latin-1.stackr",
        good="stackr check rules",
        shown_as="command",
    ),
    CodeEntry(
        code="S015",
        title="another version of the language",
        explanation="The file says in which version of the language it is written, and this program does not read that version.",
        bad="language 99\n" + _GOOD,
        good="language 1\n" + _GOOD,
    ),
    CodeEntry(
        code="S020",
        title="said more than once",
        explanation="A clause may be said once. Which of two counts would depend on their order, and order decides nothing.",
        bad=_award("awarded by A\n  awarded by B"),
        good=_award("awarded by A"),
    ),
    CodeEntry(
        code="S021",
        title="a form that does not go together",
        explanation="Each part can be read, but together they mean nothing. The help says what does.",
        bad=_award("limits { barred: at least one of { A1; B1 } }"),
        good=_award("limits { barred: at most one of { A1; B1 } }"),
    ),
    CodeEntry(
        code="S030",
        title="something that can't stand where it does",
        explanation="The help lists what can stand there. Often the fault is a word or a sign earlier, that was meant otherwise.",
        bad=_award("in force 2026"),
        good=_award("in force from 2026-01-01"),
    ),
    CodeEntry(
        code="S031",
        title="a word that is nearly one of the language",
        explanation="It looks like a slip of the hand, or like a word that other rules use. The help says which word is meant.",
        bad=_award("requires al of { A1; B1 }"),
        good=_GOOD,
    ),
    CodeEntry(
        code="S032",
        title="a reserved word used as a name",
        explanation="A few words are never names as they stand. In quotes, any word may be a name.",
        bad="let under = level >= 7\n",
        good='let "under" = level >= 7\n',
    ),
    CodeEntry(
        code="S033",
        title="members of a list that are not separated",
        explanation="Members of a list are separated by `;` or stand on lines of their own. A comma only joins names and codes.",
        bad=_award("requires all of { A1, B1 }"),
        good=_GOOD,
    ),
    CodeEntry(
        code="S034",
        title="a share without its base, or a window without its clock",
        explanation=(
            "Half of what? A share of the award, of what is counted or of a group are three different rules. Within five years "
            "of what? Of the award, of completion or of the application are different rules too."
        ),
        bad=_award("limits { cap: at most 50% by rpl }"),
        good=_award("limits { cap: at most 50% of award by rpl }"),
    ),
    CodeEntry(
        code="S035",
        title="a code that needs quotes",
        explanation="A code stands bare if it begins with a letter and has no space in it. All other codes are quoted.",
        bad=_award("requires all of { CS 101; B1 }"),
        good=_award('requires all of { "CS 101"; B1; rest "Rest": 40 credits from any }'),
    ),
    CodeEntry(
        code="S036",
        title="a word in front of a code",
        explanation="A code stands alone: no word such as `course` or `code` in front of it.",
        bad=_award('requires all of { m: 20 credits from code "MATH*" }'),
        good=_award('requires all of { m: 20 credits from "MATH*"; r: 40 credits from any }'),
    ),
    CodeEntry(
        code="S037",
        title="a colon that is missing, or stands where none belongs",
        explanation="A clause may have a name in front: the name, a title in quotes if it has one, a colon, the clause.",
        bad=_award("requires all of { core all of { A1; B1 } }"),
        good=_award('requires all of { core "Core": all of { A1; B1 }; rest "Rest": 40 credits from any }'),
    ),
    CodeEntry(
        code="S038",
        title="an amount without its unit",
        explanation="Twenty of what? Credits, credentials and hours are three different rules.",
        bad=_award("requires 20 from any"),
        good=_award("requires 60 credits from any"),
    ),
    CodeEntry(
        code="S039",
        title="something is missing",
        explanation="The clause ends, or goes on, before it has all its parts. The help says what comes there.",
        bad=_award("requires A1 or"),
        good=_award("requires A1 or B1"),
    ),
    CodeEntry(
        code="S040",
        title="a text without its quotes",
        explanation="Titles, sources, messages and file names are texts: they stand in straight double quotes, on one line.",
        bad="qualification DIP Diploma in Data { total 60 credits }\n",
        good='qualification DIP "Diploma in Data" { total 60 credits }\n',
    ),
    CodeEntry(
        code="S041",
        title="the right words in the wrong order",
        explanation=(
            'A name stands in front of its title (`core "Core": …`), a number in front of its unit (`60 credits`), a framework in '
            "front of its level (`ZQF 8`)."
        ),
        bad=_award("requires all of { core: 20 credits from level = 8 EU }"),
        good=_award("requires all of { core: 20 credits from level = 8 }"),
    ),
)
