// Made by Tests/WindowPlanner; not to be edited.

/// Windows of the sentinels that log text seldom holds, or fits; see ``WindowDeal``.
let seldomWindows: [[StaticString]] = [
  [
    "dObj", "hari", "iadb", "icti", "kgro", "oom_", "oomd", "tal_", "tchd", "than", "topC", "xitC", "xit_", "yond",
  ],
  [
    "BUG:", "CKUP", "Crea", "RCU ", "REST", "RKER", "SEEN", "SGI ", "Supp",
  ],
  [
    " OOM", " oom", "\"oom", ".oom", "_OOM", "_oom", "emOO", "kOOM", "og m", "ow m", "ow o", "pm i", "ux v",
  ],
  [
    "(PID", "(SIG", "(UID", "- Bo", "] Er", "d st", "dUID", "esul", "etur", "m st", "t Co", "ysql",
  ],
  [
    "ERM ", "Evic", "Exit", "JVM ", "Kill", "Memo", "dead", "diat", "drop", "eboo", "ermi", "evic", "exit", "gnal",
    "kill", "lbac", "limi", "lyoo", "mem ", "memo",
  ],
  [
    " a1=", "Allo", "allo", "nd\":", "ying",
  ],
  [
    "But ", "Died", "Impl", "KILL", "Last", "MEML", "Miss", "OOM ", "Out ",
  ],
  [
    " mys", "actu", "ind:", "mess", "ned:", "ner=", "xecu",
  ],
]
