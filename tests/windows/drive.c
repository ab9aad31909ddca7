// drive.so, preloaded into OpenSSH's sftp-server: "/C:/folder/file" is that file of a Wine host, in whatever case its
// name is written, as on a Windows host; nothing else of the machine can be reached. WINDOWS_DRIVE names drive C:.
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define NEXT(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

static int exists(const char *path) {
    return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Appends one name to `path`, in the spelling that the folder has. */
static void append(char *path, const char *name) {
    const size_t length = strlen(path);
    snprintf(path + length, PATH_MAX - length, "/%s", name);
    if (exists(path)) return;
    path[length] = 0;
    DIR *folder = NEXT(DIR *, opendir, const char *)(path);
    struct dirent *entry = NULL;
    while (folder && (entry = readdir(folder)) && strcasecmp(entry->d_name, name) != 0) {
    }
    snprintf(path + length, PATH_MAX - length, "/%s", entry ? entry->d_name : name);
    if (folder) closedir(folder);
}

static const char *place(const char *asked, char *path) {
    const char *drive = getenv("WINDOWS_DRIVE");
    char rest[PATH_MAX], *saved = NULL;
    if (strcmp(asked, "/dev/null") == 0) return asked;
    snprintf(path, PATH_MAX, "%s", drive);
    if (asked[0] != '/' || tolower((unsigned char)asked[1]) != 'c' || asked[2] != ':') {
        snprintf(path, PATH_MAX, "%s/no-such-drive", drive);
        return path;
    }
    snprintf(rest, sizeof rest, "%s", asked + 3);
    for (char *name = strtok_r(rest, "/\\", &saved); name; name = strtok_r(NULL, "/\\", &saved))
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) append(path, name);
    return path;
}

int open(const char *asked, int flags, ...) {
    char path[PATH_MAX];
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return NEXT(int, open, const char *, int, ...)(place(asked, path), flags, mode);
}

#define MAPPED(type, name, declared, called, ...)            \
    type name declared {                                     \
        char path[PATH_MAX];                                 \
        asked = place(asked, path);                          \
        return NEXT(type, name, __VA_ARGS__) called;         \
    }

MAPPED(int, stat, (const char *restrict asked, struct stat *restrict s), (asked, s), const char *, struct stat *)
MAPPED(int, lstat, (const char *restrict asked, struct stat *restrict s), (asked, s), const char *, struct stat *)
MAPPED(int, statvfs, (const char *restrict asked, struct statvfs *restrict s), (asked, s), const char *, struct statvfs *)
MAPPED(int, mkdir, (const char *asked, mode_t mode), (asked, mode), const char *, mode_t)
MAPPED(int, chmod, (const char *asked, mode_t mode), (asked, mode), const char *, mode_t)
MAPPED(int, truncate, (const char *asked, off_t size), (asked, size), const char *, off_t)
MAPPED(int, rmdir, (const char *asked), (asked), const char *)
MAPPED(int, unlink, (const char *asked), (asked), const char *)
MAPPED(DIR *, opendir, (const char *asked), (asked), const char *)

int rename(const char *from, const char *to) {
    char source[PATH_MAX], target[PATH_MAX];
    return NEXT(int, rename, const char *, const char *)(place(from, source), place(to, target));
}

int link(const char *from, const char *to) {
    (void)from, (void)to;
    errno = EPERM;
    return -1;
}

int symlink(const char *from, const char *to) { return link(from, to); }

char *getcwd(char *buffer, size_t size) {
    snprintf(buffer, size, "/C:/users/windows");
    return buffer;
}
