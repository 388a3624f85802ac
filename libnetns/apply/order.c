// SPDX-License-Identifier: 0BSD
/* order.c: which statement is carried out when
 *
 * First, what is leaving is undone, phase by phase in reverse order; then what is wanted is made,
 * in the order of enum phase. For each phase and namespace, we look at what is there just before.
 * So whatever a statement has taken away with it is made again.
 *
 * A statement that fails may depend on a later one: a device on its parent, a gateway on another
 * route, a VLAN on the device below it being up. So a phase is repeated as long as something was
 * made in it, and failures are reported only when nothing was.
 */
#include "apply/statement.h"

struct apply apply = { .status = EXIT_SUCCESS };

/* Is there anything to look at? What was seen in PHASE_LINK is valid until something is changed. */
static bool has_some(const struct statement *one, enum phase phase)
{
	while (one && (!is_looked_at(one, phase) ||
		       (!pass.has_changed && one->is_there && phase != PHASE_LINK)))
		one = one->same_netns;
	return one;
}

/* Carries out ONE of the LIST. ERROR: of looking at what is there, or of entering its namespace. */
static void carry_out(struct statement *one, enum list list, int error)
{
	if (error == 0)
		error = one->error;
	if (error < 0 && !is_missing(error))
		statement_fail(one, error, list == LEAVING);
	else if (list == LEAVING)
		statement_undo(one, error < 0 || device_is_leaving(one) ||
			       (one->replacement && one->replacement->record &&
				one->replacement->is_there));
	else if (error < 0 && !apply.options.only_print)
		pass.failed = true;		/* that the namespace is missing was reported */
	else
		statement_make(one);
}

static bool is_next(const struct statement *one, enum phase phase)
{
	return one->phase == phase && !one->is_done && !is_ended();
}

/* Carries out those of one namespace and one phase. */
static void visit(struct statement *netns, enum list list, enum phase phase)
{
	struct statement *first = netns->members[list];
	int error;

	if (!has_some(first, phase))
		return;
	error = look_at(netns, first, phase);
	for (struct statement *one = first; one; one = one->same_netns) {
		if (!is_next(one, phase))
			continue;
		if (error == 0 && is_inside(phase))
			error = enter_namespace(netns);
		carry_out(one, list, error);
	}
}

static void visit_all(enum list list, enum phase phase)
{
	for (struct statement *netns = apply.namespaces; netns; netns = netns->next_netns)
		visit(netns, list, phase);
}

/* Programs are run in the order of the file, whatever their namespaces are. */
static void run_all(enum list list, enum phase phase)
{
	for (struct statement *one = apply.first[list]; one; one = one->next) {
		int error;

		if (!is_next(one, phase))
			continue;
		error = enter_namespace(one->netns);
		one->is_there = list == LEAVING || (error == 0 && run_look(one));
		carry_out(one, list, error);
	}
}

static void make_phase(enum phase phase)
{
	enum { POLL = 20 };
	bool runs = phase == PHASE_RUN || phase == PHASE_EARLY_RUN;

	pass.reports = runs;
	do {
		pass.failed = pass.progress = false;
		if (runs)
			run_all(WANTED, phase);
		else
			visit_all(WANTED, phase);
		if (!pass.failed || pass.reports)
			return;
		pass.reports = !pass.progress;
		if (pass.is_patient && pass.patience > 0 && pass.reports) {
			pass.patience -= POLL;
			pass.reports = false;
			sleep_ms(POLL);
		}
	} while (!is_ended());
}

/* What is in a namespace that is deleted goes with it, and is not undone, except for devices, which
 * may matter elsewhere, the settings of those that come home, and files. If the namespace may not
 * be deleted, nothing in it is undone. */
static void decide_on_members(struct statement *netns)
{
	bool may_go = apply.options.only_print || namespace_may_go(netns), stays = false;

	netns->is_going = may_go;
	if (!may_go)
		apply.status = EXIT_FAILURE;
	for (struct statement *one = netns->members[LEAVING]; one; one = one->same_netns)
		stays |= one->verb->make == device_make;
	for (struct statement *one = netns->members[LEAVING]; one; one = one->same_netns)
		if (!may_go || (one->phase != PHASE_LINK && one->phase != PHASE_NAMESPACE &&
				one->phase != PHASE_RESOLVER && one->phase != PHASE_EARLY_RUN &&
				!(stays && one->phase == PHASE_SET)))
			one->is_done = true;
}

static void undo_all(void)
{
	pass.reports = true;
	run_all(LEAVING, PHASE_RUN);
	for (struct statement *one = apply.first[LEAVING]; one && !is_ended(); one = one->next)
		if (one->phase == PHASE_NAMESPACE)
			decide_on_members(one);
	for (unsigned phase = PHASE_RUN; phase-- > 0; )
		if (phase == PHASE_EARLY_RUN)
			run_all(LEAVING, phase);
		else
			visit_all(LEAVING, phase);
	namespaces_done();
	for (struct statement *one = apply.first[LEAVING]; one; one = one->next) {
		if (one->netns ? !one->netns->is_gone : !one->is_gone)
			continue;
		if (one->verb->undo != veth_undo || veth_await(one) == 0)
			state_forget(one);	/* the namespace comes last */
	}
}

static void make_all(void)
{
	for (unsigned phase = 0; phase < PHASES && !is_ended(); phase++) {
		make_phase(phase);
		namespaces_done();
	}
	pass.reports = true;
	visit_all(LEAVING, PHASE_SYSCTL);	/* of address_undo() */
}

static int read_file(void)
{
	int fd = STDIN_FILENO, error;

	if (apply.options.undo)
		return 0;
	if (!str_equal(apply.file, "-"))
		fd = open_path(apply.file, O_RDONLY);
	error = fd < 0 ? fd : read_statements(fd, false);
	if (fd > STDIN_FILENO)
		close_fd(fd);
	return error < 0 ? warn_errno(error, apply.file) : apply.status;
}

int apply_file(const char *file, const struct apply_options *options)
{
	const char *name = str_after_last(file, '/');

	apply.file = file;
	apply.options = *options;
	if (!is_file_name(name) || *name == '.')
		return warn(file, ": not the name of a file, or one that is hidden");
	apply.directory = open_path(".", O_PATH);
	apply.here = netns_open_self();
	if (apply.here < 0 || statements_begin() < 0)
		return warn_errno(apply.here < 0 ? apply.here : -ENOMEM, file, proc_missing());
	apply.entered = apply.here_netns;
	if (state_open() < 0 || read_file() != EXIT_SUCCESS || state_read() < 0)
		return EXIT_FAILURE;
	signals_block(true);
	if (options->print)
		out_array(NULL);
	undo_all();
	make_all();
	if (apply.options.print)
		out_array_end();
	return state_close() < 0 ? EXIT_FAILURE : apply.status;
}
