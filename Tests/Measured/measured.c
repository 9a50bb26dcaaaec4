// Runs a program and says what it took: `measured FILE SECONDS PROGRAM ARGUMENTS…` writes how it ended (the exit status,
// or the negated number of the signal) and the most memory it had, in KiB, to FILE.
//
// A small program of its own: the kernel counts what a process had before it executed another program as that one's
// peak, so the tests, which are large, cannot measure.

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words) {
  if (count < 4) return 2;
  FILE *file = fopen(words[1], "w");
  if (!file) return 2;
  pid_t child = fork();
  if (child == 0) {
    // The alarm is kept when the program begins, but so is what its parents did about signals.
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGALRM, SIG_DFL);
    alarm((unsigned)atoi(words[2]));
    execv(words[3], words + 3);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child) return 2;
  fprintf(file, "%d %ld\n", WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status), usage.ru_maxrss);
  return fclose(file) == 0 ? 0 : 2;
}
