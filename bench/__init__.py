"""What we cost beside a bare workflow that does as much: `make bench`.

floor, floor_worker   the bare workflow              script     story (a), taken down act by act
servers    one dev server, workers as processes      roads      many roads at once, timed
histories  events and bytes of one road              memory     what an open, cached request holds
shelves    listing and showing in full records       figures    the figures, their aims, the table
"""
