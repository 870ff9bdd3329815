"""Where the drawing departs from the measurements, and why.

Points are (x, v): millimetres from the mirror line and above the soles. Shapes given by points are smoothed.
"""

# Muscles that are not in the catalogue but help the reader: drawn, named, not needled.
CONTEXT = {
    "depressor-anguli-oris": "Depressor anguli oris",
    "depressor-labii-inferioris": "Depressor labii inferioris",
    "levator-anguli-oris": "Levator anguli oris",
    "levator-labii-superioris": "Levator labii superioris",
    "mentalis": "Mentalis",
    "nasalis": "Nasalis",
    "risorius": "Risorius",
    "zygomaticus-minor": "Zygomaticus minor",
    "internal-intercostal-muscles": "Internal intercostals",
    "achilles-tendon": "Achilles tendon",
}
DROP = {}
KEEP = {}
BARE = {}
MANY = {"dorsal-interossei-hand", "dorsal-interossei-foot", "lumbricals-hand", "intercostal-external",
        "internal-intercostal-muscles", "levatores-costarum", "interspinales", "palmar-interossei",
        "flexor-digitorum-superficialis", "flexor-digitorum-profundus", "multifidus-thoracic"}  # fmt: skip
SLIVER = {}
TISSUE = {"achilles-tendon": {"kind": "tendon", "name": "Achilles tendon", "tissue": "tendon"}}
EDITS = {}
PARTS = {}
LINES = {}
FIBRES = {}
