"""Hubs: what feeds very many others. Its far lines are cut to stubs, short named ends here and there.

A hub is a shared mask, a constant or weight of an unrolled loop, a table: lines from one place to everywhere hide all
others. Residual networks and cells with many branches (7 in NASNet) stay as they are: their lines tell how it is built.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inspector.drawing.fold import Flow, Fold, Item

MANY = 10
"""Boxes that a hub feeds, at least."""
FAR = 3
"""Steps along the graph that a line of a hub may go."""


def stubbed(folded: Fold) -> Fold:
    """The same with stubs in place of the far lines of hubs.

    A stub is an item with ``ends``: one beside each box that a hub feeds from afar, one under the hub for all of them.
    """
    of_hub: dict[str, list[Flow]] = {}
    for flow in folded.flows:
        of_hub.setdefault(flow.source, []).append(flow)
    hubs = {source: flows for source, flows in of_hub.items() if len(flows) >= MANY}
    if not hubs:
        return folded
    depth = _depths(folded.flows, hubs)
    layers = {item.id: item.layers for item in folded.walk()}
    beside: dict[str, list[Item]] = {}
    flows = [flow for flow in folded.flows if flow.source not in hubs]
    for hub, leaving in hubs.items():
        far = [flow for flow in leaving if depth[flow.target] - depth[hub] > FAR]
        flows += [flow for flow in leaving if depth[flow.target] - depth[hub] <= FAR]
        if not far:
            continue
        under = Item(f"stub:{hub}", layers[hub], ends=tuple(flow.target for flow in far), leads_on=True)
        beside.setdefault(hub, []).append(under)
        flows.append(_all(far, under.id))
        for flow in far:
            above = Item(f"stub:{hub}>{flow.target}", layers[flow.target], ends=(hub,))
            beside.setdefault(flow.target, []).append(above)
            flows.append(replace(flow, source=above.id))
    return Fold(_with(folded.items, beside), tuple(flows))


def _all(flows: Sequence[Flow], stub: str) -> Flow:
    """The line from a hub to its stub, with every tensor once that goes on from there."""
    shapes = {tensor: shape for flow in flows for tensor, shape in zip(flow.tensors, flow.shapes, strict=True)}
    return Flow(flows[0].source, stub, tuple(shapes), tuple(shapes.values()))


def _with(items: Sequence[Item], beside: Mapping[str, Sequence[Item]]) -> tuple[Item, ...]:
    """Items with what is to stand beside each, in the frame that it is in."""
    found: list[Item] = []
    for item in items:
        found.append(replace(item, children=_with(item.children, beside)) if item.children else item)
        found.extend(beside.get(item.id, ()))
    return tuple(found)


def _depths(flows: Sequence[Flow], hubs: Mapping[str, Sequence[Flow]]) -> dict[str, int]:
    """How far down each box is by its longest way; a hub that nothing feeds is right above the first that it feeds."""
    leaving: dict[str, list[str]] = {}
    missing: dict[str, int] = {}
    for flow in flows:
        leaving.setdefault(flow.source, []).append(flow.target)
        missing.setdefault(flow.source, 0)
        missing[flow.target] = missing.get(flow.target, 0) + 1
    fed = {box for box, count in missing.items() if count}
    depth = dict.fromkeys(missing, 0)
    order = [box for box in missing if box not in fed]
    for box in order:
        for target in leaving.get(box, ()):
            depth[target] = max(depth[target], depth[box] + 1)
            missing[target] -= 1
            if not missing[target]:
                order.append(target)
    for hub in hubs:
        if hub not in fed:
            depth[hub] = min(depth[target] for target in leaving[hub]) - 1
    return depth
