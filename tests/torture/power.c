/* A disk that forgets: what a process writes to the database's files survives a power cut only once it was fsynced.
 *
 * Preloaded into the bot (LD_PRELOAD). Writes go through as ever; beside them, under POWER_KEPT, lies a copy of each file
 * whose path begins with POWER_REAL, which is brought up to date by fsync and fdatasync alone: what was written since the
 * last one is not in it. After kill -9 the copies are the image that a power cut would leave, in its harshest form
 * (nothing unsynced survives). Creating and deleting a file counts as durable at once. The shared-memory index (-shm) is
 * no part of an image: SQLite makes it anew.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_FDS 4096
#define MOST_FILES 16

struct range { off_t from, to; };
struct file { char path[PATH_MAX], kept[PATH_MAX]; struct range *dirty; size_t count, room; };

static struct file files[MOST_FILES];
static struct file *of_fd[MOST_FDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_truncate)(int, off_t);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_close)(int), (*real_unlink)(const char *);

__attribute__((constructor)) static void begin(void) {
    real_open = dlsym(RTLD_NEXT, "open64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_truncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_close = dlsym(RTLD_NEXT, "close");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
}

static void die(const char *why) {
    dprintf(2, "power.c: %s: %s\n", why, strerror(errno));
    _exit(97);
}

static int ends(const char *path, const char *end) {
    size_t a = strlen(path), b = strlen(end);
    return a >= b && strcmp(path + a - b, end) == 0;
}

static int watched(const char *path) {
    const char *real = getenv("POWER_REAL");
    return real && strncmp(path, real, strlen(real)) == 0 && !ends(path, "-shm") && !ends(path, ".lock") && !ends(path, ".bell");
}

static void copy_part(int from, int to, off_t at, off_t end) {
    char part[65536];
    while (at < end) {
        size_t wanted = end - at < (off_t)sizeof part ? (size_t)(end - at) : sizeof part;
        ssize_t got = pread64(from, part, wanted, at);
        if (got <= 0) return; /* shorter now than what was written once */
        if (real_pwrite(to, part, (size_t)got, at) != got) die("copy");
        at += got;
    }
}

static struct file *file_of(const char *path) {
    for (int i = 0; i < MOST_FILES; i++) {
        if (!files[i].path[0]) {
            const char *name = strrchr(path, '/');
            snprintf(files[i].path, sizeof files[i].path, "%s", path);
            snprintf(files[i].kept, sizeof files[i].kept, "%s/%s", getenv("POWER_KEPT"), name ? name + 1 : path);
            return &files[i];
        }
        if (!strcmp(files[i].path, path)) return &files[i];
    }
    errno = EMFILE;
    die("too many files");
    return NULL;
}

/* What was there before this process is durable. */
static void first_copy(struct file *file, int fd) {
    if (access(file->kept, F_OK) == 0) return;
    struct stat now;
    int kept = real_open(file->kept, O_RDWR | O_CREAT, 0600);
    if (kept < 0 || fstat(fd, &now)) die(file->kept);
    copy_part(fd, kept, 0, now.st_size);
    real_close(kept);
}

static int opened(const char *path, int flags, int fd) {
    char whole[PATH_MAX];
    if (fd < 0 || fd >= MOST_FDS) return fd;
    if (path[0] != '/') {
        if (!getcwd(whole, sizeof whole - strlen(path) - 2)) return fd;
        strcat(strcat(whole, "/"), path);
        path = whole;
    }
    pthread_mutex_lock(&lock);
    of_fd[fd] = NULL;
    if (watched(path) && (flags & O_ACCMODE) != O_RDONLY) {
        of_fd[fd] = file_of(path);
        first_copy(of_fd[fd], fd);
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

#define OPENING(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
        return opened(path, flags, real_open(path, flags, mode)); \
    }
OPENING(open)
OPENING(open64)

static void wrote(int fd, off_t from, ssize_t length) {
    if (length <= 0 || fd < 0 || fd >= MOST_FDS || !of_fd[fd]) return;
    pthread_mutex_lock(&lock);
    struct file *file = of_fd[fd];
    if (file) {
        struct range *last = file->count ? &file->dirty[file->count - 1] : NULL;
        if (last && last->to == from) last->to = from + length;
        else {
            if (file->count == file->room) {
                file->room = file->room ? 2 * file->room : 256;
                file->dirty = realloc(file->dirty, file->room * sizeof *file->dirty);
                if (!file->dirty) die("memory");
            }
            file->dirty[file->count++] = (struct range){from, from + length};
        }
    }
    pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *data, size_t length) {
    if (fd < 0 || fd >= MOST_FDS || !of_fd[fd]) return real_write(fd, data, length);
    off_t at = (fcntl(fd, F_GETFL) & O_APPEND) ? lseek64(fd, 0, SEEK_END) : lseek64(fd, 0, SEEK_CUR);
    ssize_t done = real_write(fd, data, length);
    wrote(fd, at, done);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t at) {
    ssize_t done = real_pwrite(fd, data, length, at);
    wrote(fd, at, done);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return pwrite64(fd, data, length, at); }

static void synced(int fd) {
    if (fd < 0 || fd >= MOST_FDS || !of_fd[fd]) return;
    pthread_mutex_lock(&lock);
    struct file *file = of_fd[fd];
    struct stat now;
    int kept = file ? real_open(file->kept, O_RDWR | O_CREAT, 0600) : -1;
    if (file) {
        if (kept < 0 || fstat(fd, &now)) die(file->kept);
        for (size_t i = 0; i < file->count; i++) copy_part(fd, kept, file->dirty[i].from, file->dirty[i].to);
        file->count = 0;
        if (real_truncate(kept, now.st_size)) die("size");
        real_close(kept);
    }
    pthread_mutex_unlock(&lock);
}

int fsync(int fd) { int done = real_fsync(fd); if (!done) synced(fd); return done; }
int fdatasync(int fd) { int done = real_fdatasync(fd); if (!done) synced(fd); return done; }

int close(int fd) {
    if (fd >= 0 && fd < MOST_FDS && of_fd[fd]) {
        pthread_mutex_lock(&lock);
        of_fd[fd] = NULL; /* closing syncs nothing: what was written stays unsynced */
        pthread_mutex_unlock(&lock);
    }
    return real_close(fd);
}

int unlink(const char *path) {
    int done = real_unlink(path);
    if (!done && path[0] == '/' && watched(path)) {
        pthread_mutex_lock(&lock);
        struct file *file = file_of(path);
        file->count = 0;
        real_unlink(file->kept);
        pthread_mutex_unlock(&lock);
    }
    return done;
}
