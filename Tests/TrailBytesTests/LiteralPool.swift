// A pool of literals: the analyzer's own kind, and small alphabets that overlap, contain and share with each other.

/// Literals of four bytes and more.
let literalPool: [StaticString] = [
  "oom-", "oom-kill", "oom-kill:", "oom-killer", "invoked oom-killer", "invoked oom-killer: ",
  "Out of memory", "Out of memory: ", "Out of memory: Killed process ", "Killed process", "Killed process ",
  "Mem-Info:", "Memory cgroup out of memory", "Memory cgroup stats for ", "[ pid ]", "[  pid  ]",
  "Tasks state (memory values in pages):", "oom_reaper: reaped process ", "constraint=", "global_oom",
  "task_memcg=", "aaaa", "aaaaa", "aaaaaaaa", "abab", "ababab", "bababa", "abcde", "bcdef", "cdefg", "xabc",
  "xxabc", "abcx", "abcxx", "müller", "ärger", "    x", "#012", "daaa", "abaaddabadaabad", "aabb",
  "acbccaacccab", "aaabbbbbbbaa", "mko-o-okk-mom--kkooo--kk", "aacdcdcad", "adab", "äaä€€", "ää€€a€ä€a",
  "dcdbbabbbbadbccab", "b  ba      a", "  bbbbab baaaabaab aaa a ab aaa b", "bbcbbaabbbbbaaac",
  "cdbabcbacaccbcbcb", "336338750047439575513137", "abccab", "kk-m-m", " ba bbb a aaaaa b a  b b",
  "caaaccaccaba", "ää€ä€aäa€€a€ääa€€aaa€aäaäaaä€äaää", "bcca", "180334018", "aabb    a bb", "783848372616",
  "a abaa", "kmomo", "acabbacaa", "-o-mook", "ko--k-", "caabaaccabcb", "a€€äaaa", "baba ababa aba aa",
  "adacdcbababcabbccbcdbccacaaabdbda", "---ommomm-okmkko-mkk-omok-mmo-koo", "cbacbcbacdad", "bbaacabdadac",
  "babdcdbcbadbabaa", "babb", "aba  ", "acbbbdddadcababcccbadadc", "o---kmok-ko-",
  "bbbaaaaabbabababbbaaabbbbabbbbaba", "cdabacccaddacdcacaacbbcd", "356068", "1067",
  "247082276544446347861221", "bcabbbbacaaa", "cababb", "ääa€€€aaä€€€ä€€", "288314", "bcbbbaa", "bbaabbb",
  "aaaaccacccbacaaaacaccbac", "daaacbdcbaac", "b ab ", "aabccbaaabcc", "aba b ", " baab ", "ää€ä€ää€ä€€ä",
  "923760926", "aaba", "kkmomm", "-ko-oo-mkkko",
]
