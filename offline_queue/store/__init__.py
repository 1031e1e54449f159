"""All the SQL of the queue. What COMMIT has returned is kept; nothing else is."""
from offline_queue.store.opening import refuse_newer
from offline_queue.store.reading import LookedInto
from offline_queue.store.salvage import Salvaged, salvage
from offline_queue.store.writing import Store, put_in_place, write_anew

__all__ = ["LookedInto", "Salvaged", "Store", "put_in_place", "refuse_newer", "salvage", "write_anew"]
