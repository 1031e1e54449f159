/* Preloaded: below FAIL_ROOT, writes (FAIL=write) or syncs (FAIL=sync) fail with EIO, one in FAIL_ONE_IN, once the
   file FAIL_WHEN exists. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(int fd, const char *what)
{
    char link[64], path[4096];
    const char *root = getenv("FAIL_ROOT"), *which = getenv("FAIL"), *when = getenv("FAIL_WHEN");
    if (!root || !which || !when || strcmp(which, what) != 0 || access(when, F_OK) != 0)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0)
        return 0;
    path[n] = 0;
    if (strncmp(path, root, strlen(root)) != 0 || random() % atoi(getenv("FAIL_ONE_IN")) != 0)
        return 0;
    errno = EIO;
    return 1;
}

#define PLAIN(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) { return fails(fd, "sync") ? -1 : PLAIN(fsync)(fd); }
int fdatasync(int fd) { return fails(fd, "sync") ? -1 : PLAIN(fdatasync)(fd); }
ssize_t write(int fd, const void *b, size_t n) { return fails(fd, "write") ? -1 : PLAIN(write)(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t at) { return fails(fd, "write") ? -1 : PLAIN(pwrite)(fd, b, n, at); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t at)
{
    return fails(fd, "write") ? -1 : PLAIN(pwrite64)(fd, b, n, at);
}
