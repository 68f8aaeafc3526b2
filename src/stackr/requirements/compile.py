"""From one `qualification` of the language to an `Award`: ids settled, amounts exact, selectors turned into tests."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import lcm

from stackr._digest import digest
from stackr.allocation.nodes import Measure
from stackr.conditions.clauses import ANOTHER_NAME, ClauseSink
from stackr.conditions.scope import Scope
from stackr.diagnostics.model import Related
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.requirements import faults
from stackr.requirements.amounts import Measured
from stackr.requirements.base import Need, PlaceSpec, Rule, all_rules, place_ids, walk
from stackr.requirements.canonical import short_digest
from stackr.requirements.compiled import Amount, Award, Layer, Total
from stackr.requirements.compiler import Compiler
from stackr.requirements.kinds import compile_limit
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.requirements.placed import MAIN, Placed, UnknownGroup, place
from stackr.requirements.policy import lines


def compile_award(qualification: tree.Qualification, scope: Scope, clauses: ClauseSink) -> Award:
    """The rules of combination, compiled. Faults go to the scope's collector; what is faulty is left out.

    Clauses are added to `clauses` under their ids; the qualification's own clause among them.
    """
    compiler = Compiler(qualification, scope, clauses)
    own = compiler.clause(compiler.award, "qualification", qualification, qualification.title.text)
    _place_all(compiler)
    compiler.total = _total_quantity(compiler)
    total = _total(compiler)
    root = _main(compiler, total)
    layers = _layers(compiler)
    limits = _limits(compiler)
    needs = {need.id: need for top in [root, *(layer.need for layer in layers)] if top for need in walk(top)}
    rules = {rule.id: rule for rule in limits}
    rules |= {rule.id: rule for top in [root, *(layer.need for layer in layers)] if top for rule in all_rules(top)}
    award = Award(
        id=compiler.award,
        version=compiler.day.isoformat() if compiler.day else "",
        clause=own,
        tree=qualification,
        root=root,
        total=total,
        limits=limits,
        layers=layers,
        entry=_entry(qualification, scope, clauses),
        shared=lines.shared(compiler),
        not_both=lines.not_both(compiler),
        counts_as=lines.counts_as(compiler),
        relations=lines.relations(compiler),
        prefer=lines.prefer(compiler),
        classifications=lines.classifications(compiler),
        credit_unit=compiler.credit_unit,
        step=compiler.step,
        item_weight=compiler.item_weight(),
        body=qualification.issuer.text if qualification.issuer else None,
        framework=_framework(qualification),
        splittable=qualification.splittable,
        repeatable=_repeatable(compiler),
        needs=needs,
        rules=rules,
        places=_places(root, layers),
        scopes=_scopes(compiler.award, root, layers),
        clauses=dict(sorted(compiler.clauses.items())),
        formerly=_formerly(compiler),
        units=tuple(sorted({need.code for need in needs.values() if isinstance(need, UnitNeed)})),
    )
    meaning = digest([[id, clause.meaning] for id, clause in sorted(compiler.clauses.items())])
    return replace(award, denominator=_denominator(compiler), meaning=meaning)


def _framework(qualification: tree.Qualification) -> str | None:
    level = qualification.level
    return level.framework.text if level is not None and level.framework is not None else None


def _place_all(compiler: Compiler) -> None:
    """Settle ids of every requirement of every layer, and what they cite, before anything refers to them."""
    tops = [(compiler.tree.requirement, MAIN, compiler.award)] if compiler.tree.requirement else []
    for layer in compiler.tree.layers:
        if not layer.entry:
            tops.append((_labelled(layer), "", compiler.award))
    for node, layer_id, parent in tops:
        try:
            top = place(node, parent, layer_id, compiler.tables, compiler.tree.splittable)
        except UnknownGroup as error:
            message = (
                f"group `{error.name.text}` uses itself" if error.circular else f"there is no group `{error.name.text}`"
            )
            near = "" if error.circular else did_you_mean(error.name.text, compiler.tables.groups)
            compiler.fault(faults.CIRCULAR if error.circular else faults.UNKNOWN_NAME, message, error.name.span, near)
            continue
        for placed in top.walk():
            placed.layer = layer_id or top.id
            if placed.id in compiler.placed:
                first = (Related(compiler.placed[placed.id].span, "the first one is here"),)
                told = f"two clauses are called `{placed.id}`"
                compiler.scope.collector.add(faults.DUPLICATE, told, placed.span, help=ANOTHER_NAME, related=first)
            compiler.placed[placed.id] = placed
            compiler.sink.cite(placed.id, placed.node.meta)


def _labelled(layer: tree.LayerReq) -> tree.Requirement:
    """The layer's requirement under the layer's own name, title and citation."""
    label = layer.label if layer.label.name else layer.requirement.label
    meta = layer.meta if layer.meta != tree.NO_META else layer.requirement.meta
    return replace(layer.requirement, label=label, meta=meta)


def _tops(compiler: Compiler, main: bool) -> list[Placed]:
    found = [p for p in compiler.placed.values() if p.parent == compiler.award and (p.layer == MAIN) == main]
    return sorted(found, key=lambda placed: placed.id)


def _total_quantity(compiler: Compiler) -> Measured | None:
    bound = compiler.tree.total
    return compiler.measured(bound.quantity, bound.op, None) if bound else None


def _total(compiler: Compiler) -> Total | None:
    bound, measured = compiler.tree.total, compiler.total
    if bound is None or measured is None or measured.value is None:
        return None
    id = f"{compiler.award}.total"
    node = tree.Detail("amount", bound, meta=tree.NO_META, span=compiler.tree.span)
    clause = compiler.clause(id, "limit", node, "Total", str(measured.value))
    need = Amount(Fraction(0) if bound.op == "at most" else measured.value, measured.unit)
    return Total(id, clause, need, None if bound.op == "at least" else measured.value)


def _main(compiler: Compiler, total: Total | None) -> Need | None:
    """The requirement; an award that only has a total takes anything."""
    tops = _tops(compiler, main=True)
    if tops:
        return compiler.need(tops[0])
    if total is None or compiler.tree.requirement is not None:
        return None
    return PoolNeed(
        id=f"{compiler.award}.anything",
        title="",
        clause=compiler.clause(
            f"{compiler.award}.anything", "requirement", tree.Detail("amount", span=compiler.tree.span)
        ),
        award=compiler.award,
        need=Fraction(0),
        most=None,
        measure=Measure.CREDITS,
        least=Fraction(0),
        item_weight=compiler.item_weight(),
        selector=None,
        spec=PlaceSpec(f"{compiler.award}.anything", MAIN, compiler.award if compiler.tree.splittable else None),
    )


def _layers(compiler: Compiler) -> tuple[Layer, ...]:
    drawn = {
        placed.id: layer
        for layer in compiler.tree.layers
        if not layer.entry
        for placed in _tops(compiler, main=False)
        if placed.node == _labelled(layer) or (layer.label.name and placed.id.endswith(f".{layer.label.name.text}"))
    }
    found = []
    for placed in _tops(compiler, main=False):
        need = compiler.need(placed)
        if need is not None:
            layer = drawn.get(placed.id)
            found.append(Layer(placed.id, need.clause, need, layer.from_counted if layer else False))
    return tuple(found)


def _entry(qualification: tree.Qualification, scope: Scope, clauses: ClauseSink) -> tuple[Award, ...]:
    """Each `entry requires` as an award of its own, called `AWARD.entry`, or by its name where it has one."""
    lines = [layer for layer in qualification.layers if layer.entry]
    unnamed = [layer for layer in lines if _entry_label(layer).name is None]
    found = []
    for layer in lines:
        label = _entry_label(layer)
        name = label.name.text if label.name else "entry"
        if label.name is None and len(unnamed) > 1:
            name = f"entry~{short_digest(layer.requirement, scope.tables)}"
        alone = tree.Qualification(
            name=tree.Name(f"{qualification.name.text}.{name}", layer.span),
            title=label.title or tree.Text("Entry", layer.span),
            issuer=qualification.issuer,
            level=qualification.level,
            force=qualification.force,
            credit_unit=qualification.credit_unit,
            item_weight=qualification.item_weight,
            repeat=qualification.repeat,
            repeatable=qualification.repeatable,
            requirement=replace(layer.requirement, label=tree.NO_LABEL),
            meta=layer.meta if layer.meta != tree.NO_META else layer.requirement.meta,
            span=layer.span,
        )
        found.append(compile_award(alone, scope, clauses))
    return tuple(sorted(found, key=lambda award: award.id))


def _entry_label(layer: tree.LayerReq) -> tree.Label:
    return layer.label if layer.label != tree.NO_LABEL else layer.requirement.label


def _limits(compiler: Compiler) -> tuple[Rule, ...]:
    found = [rule for node in compiler.tree.limits if (rule := compile_limit(compiler, node)) is not None]
    return tuple(sorted(found, key=lambda rule: rule.id))


def _repeatable(compiler: Compiler) -> dict[str, int]:
    found = {
        code: max(item.repeatable for item in items)
        for code, items in compiler.tables.catalogue.items()
        if any(item.repeatable > 1 for item in items)
    }
    for name, times in compiler.tree.repeatable:
        if times < 1:
            message = f"`{name.text}` may count {times} times, so never"
            compiler.fault(faults.OFF_SCALE, message, name.span, "1 is what holds unless said")
    return dict(sorted((found | {name.text: n for name, n in compiler.tree.repeatable if n > 0}).items()))


def _places(root: Need | None, layers: tuple[Layer, ...]) -> tuple[PlaceSpec, ...]:
    tops = [root] if root else []
    specs = [
        spec for top in [*tops, *(layer.need for layer in layers)] for need in walk(top) for spec in need.own_places
    ]
    return tuple(sorted(specs, key=lambda spec: (spec.layer != MAIN, spec.layer, spec.id)))


def _scopes(award: str, root: Need | None, layers: tuple[Layer, ...]) -> dict[str, tuple[str, ...]]:
    scopes: dict[str, tuple[str, ...]] = {award: place_ids(root) if root else ()}
    for top in ([root] if root else []) + [layer.need for layer in layers]:
        scopes |= {need.id: place_ids(need) for need in walk(top)}
    return scopes


def _formerly(compiler: Compiler) -> dict[str, str]:
    found: dict[str, str] = {}
    for id, clause in sorted(compiler.clauses.items()):
        for old in clause.formerly:
            for name in (old, old if old.startswith(f"{compiler.award}.") else f"{compiler.award}.{old}"):
                found.setdefault(name, id)
    return found


def _denominator(compiler: Compiler) -> int:
    amounts = [*compiler.amounts, compiler.step, compiler.item_weight()]
    return lcm(*(amount.denominator for amount in amounts))
