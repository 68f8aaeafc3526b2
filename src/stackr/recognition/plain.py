"""Where no ladder decides: an award's own learning counts as it stands, and learning from elsewhere is recognised by nobody."""

from __future__ import annotations

from functools import lru_cache

from stackr.conditions.clauses import Clause
from stackr.conditions.predicate import Context, Predicate, Subject
from stackr.language import tree
from stackr.model.learning import Holding
from stackr.rulebook.book import Ladder, Route


@lru_cache(maxsize=256)
def plain_ladder(body: str | None) -> Ladder:
    """One route, `own`. Learning whose issuer the record leaves out is taken as the body's; without a body all is own."""

    def own(subject: Subject, context: Context) -> bool:
        if body is None or not isinstance(subject, Holding) or subject.issuer is None:
            return True
        return subject.issuer == body

    words = "its issuer is the awarding body" if body is None else f"its issuer is {body}"
    condition = Predicate(own, tree.Always(), words, frozenset())
    name = tree.Name("own")
    route = Route(
        clause=Clause(id="own", title="Own credit", kind="route"),
        tree=tree.Route(name, "own", None, None, None),
        rank=0,
        condition=condition,
    )
    return Ladder(
        clause=Clause(id="", title="As it stands", kind="ladder"),
        tree=tree.Recognition(tree.Name(""), None, (), (), (), chain=2),
        bodies=frozenset() if body is None else frozenset({body}),
        gates=(),
        routes=(route,),
    )
