/* Preloaded: the wall clock alone is off by the seconds written in WALL_FILE; sleeping and steady time stay right. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long off(void)
{
    char text[32] = {0};
    const char *name = getenv("WALL_FILE");
    int fd = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return 0;
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    return n > 0 ? atol(text) : 0;
}

#define PLAIN(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int clock_gettime(clockid_t which, struct timespec *now)
{
    int done = PLAIN(clock_gettime)(which, now);
    if (done == 0 && which == CLOCK_REALTIME)
        now->tv_sec += off();
    return done;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    int done = ((int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday"))(now, zone);
    if (done == 0)
        now->tv_sec += off();
    return done;
}

time_t time(time_t *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out)
        *out = now.tv_sec;
    return now.tv_sec;
}
