// Made by Tests/WindowPlanner; not to be edited.

/// Windows of the sentinels that log text seldom holds, or fits; see ``WindowDeal``.
let seldomWindows: [[StaticString]] = [
  [
    "IGKI", "JVM ", "OOM ", "Vict", "_OOM", "_oom", "_vm ", "eyon", "fpm ", "igki", "mem ", "oom-", "oom.", "oomd",
    "vict", "yoom",
  ],
  [
    "1=9 ", "CKUP", "SGI ", "WORK", "al\":", "al: ",
  ],
  [
    " OOM", " exe", " exi", " fai", " got", " oom", "\"exi", "\"oom", "boot", "dead", "dete", "medi", "memo", "meou",
    "of-m", "oom_",
  ],
  [
    " Kil", " Lim", " kil", " lim", "\"Pod", "(PID", "(UID", "- Bo", "-lim", "/KIL", "Allo", "MEML", "Memo", "p ki",
    "pled", "plem", "r OO", "r id", "r ki", "r mo", "s lo", "x id",
  ],
  [
    "OTIC", "ST S", "al 9", "alls", "d: '", "dog'", "odUI", "s: 1", "to s", "topC",
  ],
  [
    "h pi", "hari", "map ", "nd: ", "oc: ", "oppe", "or: ", "ppre", "x ve",
  ],
  [
    "BUG:", "Back", "But ", "CU d", "Crea", "Died", "Kill", "M) r", "Miss", "Rest", "Stat", "Syst", "T) r", "Task",
    "] Er",
  ],
  [
    " \"h_", "ARTS", "IGTE", "qld_", "run,", "vedO", "xitC", "xitS", "xit_", "y YA",
  ],
]
