/* A disk that takes REFRACT_SLOW_DISK_MS for every flush: preloaded into the server of the load benchmark. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_for_disk(void) {
  const char *ms = getenv("REFRACT_SLOW_DISK_MS");
  if (ms != NULL) usleep((useconds_t)atoi(ms) * 1000);
}

int fsync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_for_disk();
  return real(file);
}

int fdatasync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_for_disk();
  return real(file);
}
