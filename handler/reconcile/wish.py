"""What a request wants at one place, as the law needs it."""

from ledger.law import GIVES_BACK, Wish
from ledger.records import Item, Resource
from model import Request
from reconcile.kind import Kind
from reconcile.look import Scene


def resource_of(request: Request) -> Resource:
    """Return the resource that a request is about, as the ledger knows it."""
    return Resource(request.stack_id, request.logical_id, request.shown_type)


def wish_of(scene: Scene, kind: Kind, item: Item) -> Wish:
    """Return what a request wants; what a Create or Update is to have is added once it is known.

    Its clock is the date of its ResponseURL; or when it was first seen, which needs no margin for whole seconds.
    """
    request, named = scene.request, kind.named(scene, item)
    here = request.targets if scene.place == request.place else ()
    slots = {slot for target in here if (slot := kind.slot(target, "", item))}
    delete = request.type == "Delete"
    same = request.type == "Update" and named is not None and len(here) == len(named) and slots == named.keys()
    clock = request.made if request.dated else item.seen.get(request.id, request.made)
    return Wish(
        resource=resource_of(request),
        request=request.id,
        type=request.type,
        clock=clock + (GIVES_BACK if request.dated and (delete or same) else 0),
        adopt=request.adopt,
        known_id=request.known_id,
        named=named,
        wanted=None if delete else {slot: item.slot(slot).package for slot in slots},
        course=scene.stack.course,
    )
