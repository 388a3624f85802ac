/* SPDX-License-Identifier: 0BSD */
/* survey.h: all network namespaces there are, which are in use, and their devices */
#ifndef SURVEY_H
#define SURVEY_H

#include "names/names.h"

/* survey.c: all network namespaces, those with a name and those in use without one */

struct device;

struct netns {
	unsigned inode;
	int fd;			/* open until survey_close(); or -errno */
	int id;			/* as seen from ours, or NSID_NONE */
	bool is_named;
	bool is_current, is_init;	/* that of this process, and of process 1 */
	bool is_wanted;		/* for netns-map */
	const char *label;	/* its name, or "net:[4026531840]" */
	unsigned processes;	/* how many have a thread in it */
	pid_t pid;		/* one of them, or one that sees it mounted; 0: none known */
	pid_t counted;		/* for survey.c: the process that was counted last */
	char comm[TASK_COMM_SIZE];	/* the program of pid */
	int descriptor;		/* that pid has open, if nothing but open files hold it; or -1 */
	const char *mount;	/* where pid sees it, if no process is in it and it has no name */
	struct device *devices;	/* the first of them, if they were read */
};

extern struct netns *all_netns, *all_netns_end;
enum { ALL_NETNS_SIZE = MEMORY_SIZE, DEVICES_SIZE = MEMORY_SIZE };

/* Finds them all; EXIT_FAILURE, with the message printed, if some may be missing. */
int survey_read(void);
void survey_close(void);	/* closes them, and undoes what survey_read() did to our limits */

/* print.c: the first members of an object, the first words of a line; IS_BRIEF: the name only */

void out_netns(const struct netns *netns, bool is_brief);

/* listns.c: network namespaces by their unique ids. listns(2), Linux 6.19 */

/* Writes the ids of those that we may see to IDS; returns how many: 0 before 6.19. */
int listns_read(uint64_t *ids, unsigned room);
int netns_open_by_unique_id(uint64_t id);

/* occupied.c: which network namespaces have processes in them, other than this one? */

/* Looks at all processes, once. A process that may not be looked at could be in any namespace. */
void occupied_read(void);
void occupied_forget(void);		/* the next occupied_read() looks again */
/* By inode number. True may be wrong; false is not. That of PID 1 never is. */
bool is_occupied(unsigned netns);
/* Like proc_each(), but repeats the walk if it may have missed processes; VISIT then gets some
 * processes twice. */
int look_for_processes(task_visitor *visit, void *context);

/* occupants.c: the processes in the namespaces of some entries of the run directory */

enum { OCCUPANTS_SHOWN = 8 };
struct occupants {
	char name[NAME_MAX + 1];	/* of the entry */
	int others;			/* more than 0: it has another entry, or is that of PID 1 */
	unsigned count;			/* the processes in it, except us, at the last look */
	struct hidden hidden;		/* processes that may be in it, but may not be looked at */
	char pids[OCCUPANTS_SHOWN * NUM_SIZE + sizeof " ..."];	/* " 812 815" */
	unsigned inode, netdev;		/* what follows is for occupants.c alone */
	pid_t last;
	char *end;
};
extern struct occupants *all_occupants, *all_occupants_end;
void occupants_forget(void);		/* empties the list; has to be called first */
/* Adds an entry, whose namespace has the inode number INODE. -ENOMEM */
int occupants_add(const char *name, unsigned inode);
/* Waits briefly until no process is in those that have no other entry. (Other entries are found
 * only if the run directory is the working directory.) KILL: sends SIGTERM, and after 1.5 seconds
 * SIGKILL. -EXDEV: with KILL, /proc is of another PID namespace. Another -errno: who is in them is
 * unknown. */
int occupants_wait(bool kill);
bool occupants_are_gone(const struct occupants *in);	/* or it has another entry */
/* Reports that it is busy, and by whom; WAY_OUT may be NULL. EXIT_FAILURE */
int occupants_warn(const struct occupants *in, const char *way_out);

/* elsewhere.c: entries that are stale here, but not in another mount namespace */

/* NAME is an entry of the run directory, which is the working directory. If a namespace is mounted
 * on it in another mount namespace, or if that is unknown, reports this, with PROBLEM and WAY_OUT,
 * and returns EXIT_FAILURE. */
int elsewhere_warn(const char *name, const char *problem, const char *way_out);
void elsewhere_forget(void);		/* the next elsewhere_warn() looks again */

/* devices.c: network devices of several namespaces, and their addresses */

/* As in struct rtnl_link_stats64. */
enum { RX_PACKETS, TX_PACKETS, RX_BYTES, TX_BYTES, COUNTERS };

struct device {
	struct netns *netns;	/* NULL after the last one */
	int index;
	int other;		/* index of its peer, or of the device below it, or 0 */
	int other_nsid;		/* id of the namespace of OTHER; NSID_NONE: the same one */
	int master;		/* index of the bridge, bond or VRF of which it is a port, or 0 */
	bool is_pair;		/* OTHER is a peer, which leads back to this device */
	struct device *peer;	/* the device OTHER; NULL if it is not known */
	struct device *next;	/* for peers.c */
	const char *state;
	char name[16], kind[16];	/* "veth"; "": none, or too long */
	uint64_t counters[COUNTERS];
};
enum { DEVICES_MAX = DEVICES_SIZE / sizeof(struct device) - 1 };

extern struct device *all_devices, *all_devices_end;

int devices_read(struct netns *netns);	/* adds those of NETNS, the namespace that we are in */
int out_addresses(struct device *device);	/* to be called in its namespace */

/* peers.c: which devices are linked */

/* Sets the peers of the devices of NETNS, the namespace that we are in, after those of all
 * namespaces have been read. -ENOMEM, or an error of nl_request(). */
int peers_find(struct netns *netns);

#endif
