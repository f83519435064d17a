/* cage.c: what this process may do while it reads a file that may have taken it over.
 *
 * Memory and time have limits, and of the calls of the system only those are left that take memory,
 * read what is open and write what is open: no file, no connection and no program can be opened.
 * Others fail, as if they were not permitted.
 */
#include "cage.h"

#include <glib.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define MEMORY         ((rlim_t)3 << 30)
#define SECONDS        20
#define BYTES_A_SECOND ((rlim_t)5 << 20)

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#endif

static void
limit (int resource, rlim_t most)
{
  setrlimit (resource, &(struct rlimit){ most, most });
}

static void
limit_resources (void)
{
  struct stat status = { 0 };
  rlim_t length;

  fstat (0, &status);
  length = (rlim_t)MAX (status.st_size, 0);
#if !defined(__SANITIZE_ADDRESS__)
  limit (RLIMIT_AS, MEMORY + length);
#endif
  limit (RLIMIT_CPU, SECONDS + length / BYTES_A_SECOND);
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_FSIZE, 0);
}

/* Sanitizers call it before every function that does not return. */
#if defined(__SANITIZE_ADDRESS__)
#define SYS_BEFORE_EXIT SYS_sigaltstack
#else
#define SYS_BEFORE_EXIT SYS_exit
#endif

#ifdef MACHINE
static void
limit_calls (void)
{
  static const guint32 allowed[] = {
    SYS_read,           SYS_write,         SYS_writev,     SYS_close,
    SYS_fstat,          SYS_lseek,         SYS_mmap,       SYS_munmap,
    SYS_mremap,         SYS_mprotect,      SYS_madvise,    SYS_brk,
    SYS_futex,          SYS_exit,          SYS_exit_group, SYS_rt_sigreturn,
    SYS_rt_sigprocmask, SYS_getpid,        SYS_gettid,     SYS_tgkill,
    SYS_getrandom,      SYS_clock_gettime, SYS_newfstatat, SYS_gettimeofday,
    SYS_BEFORE_EXIT,
  };
  struct sock_filter filter[2 * G_N_ELEMENTS (allowed) + 5];
  guint n = 0;

  filter[n++] =
      (struct sock_filter)BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, arch));
  filter[n++] = (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
  filter[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  filter[n++] =
      (struct sock_filter)BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr));
  for (gsize i = 0; i < G_N_ELEMENTS (allowed); i++)
    {
      filter[n++] = (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, allowed[i], 0, 1);
      filter[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    }
  filter[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1 /* EPERM */);
  /* where the kernel has no such filters, the limits above have to do */
  prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER,
         &(struct sock_fprog){ .len = (unsigned short)n, .filter = filter }, 0, 0);
}
#else
static void
limit_calls (void)
{
}
#endif

/* To be called before anything of the file is read; what is opened stays open. */
void
cage_close (void)
{
  limit_resources ();
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit_calls ();
}
