"""What all workers read and none changes: imported once by the process that they are forked from.

multiprocessing gives that process no other way to load anything than to import a module, so that this one, unlike all
others, does something when it is imported. Parsers are not among it: which languages come is not known yet.
"""

import contextlib
import gc

from keii.coding.confidence import scale
from keii.encoder.engine import engine
from keii.encoder.precedents import precedents
from keii.gazetteer.name_index import index
from keii.gazetteer.places import gazetteer

for load in (engine, lambda: engine().cutter, precedents, scale, index, gazetteer):
    with contextlib.suppress(Exception):  # a worker meets the same trouble and tells it
        load()
gc.freeze()  # a collection would write to every page, and each worker would get its own copy
