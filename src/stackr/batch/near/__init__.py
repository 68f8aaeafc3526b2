"""Who is near: awards earned but never claimed, awards within reach with their least completion, and a ranking of all awards."""
