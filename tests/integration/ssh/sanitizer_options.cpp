// libssh2 1.10 forgets the list of the ways to log in when it is asked for it a second time: some 60 bytes of
// a login with a key and a password. To know that leak from others the stack has to be whole.

extern "C" {

const char* __asan_default_options();       // NOLINT(bugprone-reserved-identifier): the sanitizer's own name
const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier)

const char* __asan_default_options() {
    return "fast_unwind_on_malloc=0";
}

const char* __lsan_default_suppressions() {
    return "leak:libssh2_userauth_list\n";
}
}
