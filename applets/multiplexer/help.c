// SPDX-License-Identifier: 0BSD
/* help.c: help, the version, lists of commands, and the answer to unknown words */
#include "multiplexer/multiplexer.h"

#include <unistd.h>

int print_version(void)
{
	out_text("netns " NETNS_VERSION "\n");
	return EXIT_SUCCESS;
}

int list_commands(const char *prefix)
{
	for (const char *name = command_names; *name; name = str_next(name)) {
		out_text(prefix);
		out_text(name);
		out_line_end();
	}
	return EXIT_SUCCESS;
}

/* A line: how to call the command NAME. */
static void print_call(const char *prefix, const char *name, const char *arguments)
{
	out_text(prefix);
	out_text(name);
	out_text(" ");
	out_text(arguments);
	out_line_end();
}

int print_command_help(const char *name)
{
	const struct applet *applet = find_applet(name);

	if (!applet)
		return unknown_command(name);
	out_format = OUT_TEXT;
	print_call("usage: netns-", name, applet->usage);
	out_text(applet->help);
	if (ENABLE_FEATURE_HELP && *str_chrnul(applet->opts, 'j'))
		out_text("  -j  JSON, with -p indented\n");
	return EXIT_SUCCESS;
}

int print_help(void)
{
	out_text("usage: netns "
		 TEXT_IF(ENABLE_FEATURE_IP_GRAMMAR,
			 TEXT_IF(ENABLE_FEATURE_JSON, "[-j] [-p] ") "[-a] [-n NETNS] [-t|-ts] ")
		 TEXT_IF(ENABLE_FEATURE_BATCH, "[-b FILE] ")
		 "COMMAND [ARGUMENT...]\n"
		 TEXT_IF(ENABLE_FEATURE_INSTALLER,
			 "       netns --install [-s] [DIRECTORY]\n"));
	for (const char *name = command_names; *name; name = str_next(name))
		print_call("  ", name, find_applet(name)->usage);
	return EXIT_SUCCESS;
}

int print_ip_help(void)
{
	enum { STATUS_OF_IPROUTE2 = 255 };

	/* iproute2 prints it there, and scripts look for it there */
	SYS(dup3, STDERR_FILENO, STDOUT_FILENO, 0);
	for (const char *name = command_names; *name; name = str_next(name))
		print_call("usage: ip netns ", name, str_equal(name, "attach") ?
			   "NAME PID" : find_applet(name)->usage);
	return STATUS_OF_IPROUTE2;
}

/* Is WORD COMMAND with one letter too many, missing, or wrong, or with two letters exchanged? */
static bool is_misspelt(const char *word, const char *command)
{
	while (*word && *word == *command) {
		word++;
		command++;
	}
	if (!*word || !*command)
		return *word ? !word[1] : !command[0] || !command[1];
	return str_equal(word + 1, command) || str_equal(word, command + 1) ||
	       str_equal(word + 1, command + 1) ||
	       (word[0] == command[1] && word[1] == command[0] &&
		str_equal(word + 2, command + 2));
}

int unknown_command(const char *word)
{
	for (const char *name = command_names; ENABLE_FEATURE_HELP && *name; name = str_next(name))
		if (is_misspelt(word, name)) {
			msg_add(word);
			warn(": not understood; did you mean ", name, "?");
			return EXIT_USAGE;
		}
	return not_understood(word);
}

int not_understood(const char *word)
{
	warn(word, ": not understood, see ",
	     called_as_ip ? "ip netns help" : "netns --help");
	return EXIT_USAGE;
}
