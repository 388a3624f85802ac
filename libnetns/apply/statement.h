/* SPDX-License-Identifier: 0BSD */
/* statement.h: what the parts of apply share */
#ifndef STATEMENT_H
#define STATEMENT_H

#include "apply/apply.h"
#include "enter/enter.h"

/* The order in which statements are carried out; the reverse is that in which they are undone. */
enum phase {
	PHASE_NAMESPACE, PHASE_EARLY_RUN, PHASE_SYSCTL, PHASE_LINK, PHASE_SET, PHASE_DEVICE_SYSCTL,
	PHASE_ADDRESS, PHASE_UP, PHASE_ROUTE, PHASE_RULE, PHASE_LATE_SYSCTL, PHASE_RESOLVER,
	PHASE_RUN, PHASES
};

enum list { WANTED, LEAVING, LISTS };

struct statement {
	struct statement *next;		/* in its list */
	struct statement *same_netns;	/* the next one of its namespace in that list */
	struct statement *next_netns;	/* the next namespace, if it is one */
	struct statement *chain;	/* the next one in the same bucket */
	struct statement *netns;	/* where it is carried out; NULL if it is a namespace */
	struct statement *replacement;	/* LEAVING: the wanted one about the same thing, or NULL */
	struct statement *other;	/* the namespace of its peer or parent, if it names one */
	struct statement *program;	/* of a "set … up": a `run` with that device; its next */
	struct statement *members[LISTS], **members_end;	/* of a namespace; END: of WANTED */
	const struct verb *verb;
	const char *was;		/* the value to restore, or NULL */
	unsigned line;			/* of the file; of the state, if it is LEAVING */
	unsigned record;		/* its offset in the state, plus 1; 0: it is not there */
	int error;			/* -errno of looking: whether it is there is unknown */
	unsigned char phase;
	bool is_listed, is_wanted, is_there, is_done;
	bool is_other;			/* it is there, but not as it should be */
	bool is_going, is_gone;		/* a namespace that is deleted */
	bool has_secondaries;		/* a namespace: IPv4 addresses that go with others */
	bool is_implied;		/* by other statements, which report what is wrong */
	const char *used_by;		/* a namespace: another file that has something in it */
	bool is_in_doubt;		/* a program that may not have run to its end */
	unsigned count;
	char *words[];			/* COUNT, then NULL */
};

struct verb {
	char name[12];
	unsigned char phase;
	unsigned char group;		/* of its words, in words.c */
	unsigned char key;		/* how many words say what it is about; 0: all */
	unsigned char message;		/* RTM_NEW…; 0: LOOK finds out whether it is there */
	bool keeps_value;		/* undo restores the value that was there before */
	bool needs_netns;		/* not in the part of `here` */
	int (*check)(struct statement *statement);	/* -EINVAL, after mistake() */
	/* Is it there? 1 or more, 0, or -errno; is_missing() means no, too. */
	int (*look)(struct statement *statement);
	int (*make)(struct statement *statement);	/* these return 0 or -errno */
	int (*undo)(struct statement *statement);
};
extern const struct verb verbs[];	/* the last one has no name */
const struct verb *verb_named(const char *name);	/* or NULL */

extern struct apply {
	const char *file;
	struct apply_options options;
	int status;
	int here, directory;		/* where we began */
	struct statement *here_netns, *namespaces;	/* all of them */
	struct statement **namespaces_end;
	struct statement *first[LISTS], **end;	/* END: of the wanted ones */
	struct statement *entered;	/* the namespace that we are in; NULL: unknown */
	struct statement *part;		/* the namespace whose part of the file is being read */
	bool is_state;			/* the state is being read, not the file */
	unsigned line;			/* the line that is being read, or that was read last */
	unsigned record;		/* in the state: the offset of this line, plus 1 */
} apply;

/* statements.c: those that are known */

int statements_begin(void);		/* -ENOMEM */
void *room_for(unsigned size);		/* zeroed, never given back; NULL: there is no more */
char *room_for_text(const char *text);
bool same_words(char **one, char **other, unsigned count);
/* The statement about the same thing in NETNS, or NULL. */
struct statement *statement_find(const struct statement *netns, const struct verb *verb,
				 char **words, unsigned count);
/* A new one, with copies of the words, in no list; NULL: no room. */
struct statement *statement_new(struct statement *netns, const struct verb *verb, char **words,
				unsigned count);
/* Puts it after those that are WANTED, or before those that are LEAVING. */
void statement_enlist(struct statement *new, enum list list);
/* The namespace NAME, which may be "here", in no list; NULL if none can have that name. */
struct statement *namespace_named(char *name);
/* The statement that raises DEVICE in NETNS, or lowers it; or NULL. */
struct statement *device_raised(const struct statement *netns, char *device);
void device_mentioned(struct statement *netns, char *device);	/* adds one if there is none */
/* It is going to be made: its programs have to be run again. */
void device_is_new(const struct statement *netns, char *device);
/* The words, quoted where they need it. The text lasts until the next call. */
char *statement_text(const struct statement *statement);
char *text_append_word(char *at, const char *word);	/* one of them; returns the end */

/* grammar.c: from the lines of a file to statements */

int read_statements(int fd, bool is_state);	/* -errno; mistakes are in apply.status */
/* Adds a statement, or what the state says of it. COUNT words, then NULL. */
void statement_add(char **words, unsigned count);
void msg_add_place(unsigned line);	/* begins a message: the file, and LINE unless it is 0 */
/* Reports WORD in the line that is being read, and what was EXPECTED, if anything. -EINVAL */
int mistake(const char *word, const char *expected);
/* The same; the words of GROUP are added to what was EXPECTED. */
int mistake_among(const char *word, const char *expected, unsigned group);

/* shorthand.c */

void set_add(char *device, char *name, char *value);
/* Adds what WORDS mean, which are in one line. WORDS[-2] may be written to. */
void statement_read(char **words, unsigned count);

/* encode.c: from the words of a statement to a message */

/* -errno; CHECK: every mistake is reported, and devices need not be there. */
int statement_encode(struct statement *statement, struct nl_message *message, bool check);

/* look.c: is it there? */

/* Finds out which statements of PHASE in NETNS, from FIRST on, that are not done are there already.
 * Then we are in NETNS. -errno: unknown for all of them; statement->error: for that one. */
int look_at(struct statement *netns, struct statement *first, enum phase phase);
bool is_inside(enum phase phase);	/* carried out in the namespace, not elsewhere for it */
bool is_looked_at(const struct statement *statement, enum phase phase);
bool is_missing(int error);	/* the namespace, device or file is; other errors: unknown */
/* Does nothing if we are there already. */
int enter_namespace(struct statement *netns);
int namespace_open(const struct statement *netns);
int device_index(struct statement *netns, const char *device);	/* afterwards we are there */
/* The same for a statement that needs the device. -ECANCELED: device_is_unusable(). */
int needed_device_index(struct statement *netns, char *device);

/* state.c: what was carried out, and has to be undone when it leaves the file */

/* These return -errno. All but state_record() print the message. */
int state_open(void);			/* waits until no other apply is running */
int state_read(void);			/* after the file */
int state_record(struct statement *statement);	/* before it is carried out */
void state_forget(struct statement *statement);	/* after it was undone, or has failed */
/* Writes there whether what it says is certain. Nothing changes what was recorded before. */
void state_doubt(struct statement *statement, bool is_in_doubt);
int state_close(void);
extern bool state_has_changed;			/* it has to be rewritten */

/* others.c: namespaces in which other files have something */

/* Reads the states in DIRECTORY, but not that called FILE, our own. Sets used_by of namespaces. */
int others_read(int directory, const char *file);

/* carry.c: one statement */

extern struct pass {
	bool failed, progress;		/* in this pass, some statement has failed; was made */
	bool reports;			/* failures are reported, and not tried again */
	bool has_changed;		/* anything, in any pass */
	bool is_ended;			/* by a signal */
	bool is_patient;		/* what fails may succeed in a moment */
	int patience;			/* for how long it is tried again, in milliseconds */
} pass;
void signals_block(bool block);		/* SIGTERM, SIGINT and others, while we work */
bool is_ended(void);			/* has SIGTERM or SIGINT arrived? */
void statement_make(struct statement *statement);
void statement_undo(struct statement *statement, bool is_gone);	/* IS_GONE: only forgets it */
/* ERROR is -ECANCELED if the cause was reported. */
void statement_fail(struct statement *statement, int error, bool is_undo);
void statement_name(const struct statement *statement);	/* begins a message */

/* verbs.c and the files of the verbs */

int message_check(struct statement *statement);
int link_check(struct statement *statement);
/* Is the device that SET is about made by a statement that is leaving? */
bool device_is_leaving(const struct statement *set);
/* What LINK would make is not there, or is another thing, which must not be changed; this was
 * reported. So statements about it fail with -ECANCELED. */
void devices_are_unusable(struct statement *link);
bool device_is_unusable(const struct statement *netns, char *device);
/* Reports a mistake if another statement makes DEVICE in NETNS, too. */
int device_claim(struct statement *netns, char *device);
int route_check(struct statement *statement);
int neighbour_check(struct statement *statement);
int message_make(struct statement *statement);
int message_undo(struct statement *statement);
int address_make(struct statement *statement);
int address_undo(struct statement *statement);
char **value_of(struct statement *statement, const char *word);	/* which it has */
int link_make(struct statement *statement);
int veth_make(struct statement *statement);
int veth_undo(struct statement *statement);
/* Waits until the pair has gone with its namespace. -errno: it must stay in the state. What fails
 * is reported. */
int veth_await(struct statement *statement);
int set_check(struct statement *statement);
int set_make(struct statement *statement);
int set_undo(struct statement *statement);
/* The present value of what SET sets, as a word. HAVE is the part of a dump about the device. */
const char *set_value(const struct statement *set, const struct nlmsghdr *have);
int device_check(struct statement *statement);
int device_look(struct statement *statement);
int device_make(struct statement *statement);
int device_undo(struct statement *statement);
int namespace_look(struct statement *statement);
int namespace_make(struct statement *statement);
int namespace_undo(struct statement *statement);
/* May it be deleted? If not, prints why. */
bool namespace_may_go(struct statement *netns);
void namespaces_done(void);		/* after the last one: unlocks the run directory */
void go_back(void);			/* to the directory that we began in, or reports that */
int sysctl_check(struct statement *statement);
int sysctl_look(struct statement *statement);
int sysctl_make(struct statement *statement);
int sysctl_undo(struct statement *statement);
int resolver_check(struct statement *statement);
int resolver_look(struct statement *statement);
int resolver_make(struct statement *statement);
int resolver_undo(struct statement *statement);
int run_check(struct statement *statement);
int run_look(struct statement *statement);
int run_make(struct statement *statement);
int run_undo(struct statement *statement);

#endif
