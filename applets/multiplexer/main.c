// SPDX-License-Identifier: 0BSD
/* main.c: how the program was called: as netns, as netns-COMMAND, or as ip */
#include "multiplexer/multiplexer.h"

#include <linux/auxvec.h>
#include <unistd.h>

bool ip_grammar;

/* The words of `netns …`. */
static int run_multiplexer(char **words)
{
	enum { HELP, VERSION, V, INSTALL, LIST = INSTALL + ENABLE_FEATURE_INSTALLER, LIST_FULL };
	static const char options[] = "--help\0--version\0-V\0"
		TEXT_IF(ENABLE_FEATURE_INSTALLER, "--install\0")
		TEXT_IF(ENABLE_FEATURE_LIST_APPLETS, "--list\0--list-full\0");
	const char *word = *words ? *words : "list";
	unsigned option = str_index(word, options);

	if (ENABLE_FEATURE_LIST_APPLETS && option == LIST)
		return list_commands("netns-");
	if (ENABLE_FEATURE_LIST_APPLETS && option == LIST_FULL)
		return list_commands(&(CONFIG_INSTALL_DIR "/netns-")[1]);
	if (ENABLE_FEATURE_INSTALLER && option == INSTALL)
		return install_commands(words + 1);
	if (!ENABLE_FEATURE_IP_GRAMMAR && option == HELP)
		return print_help();
	if (option == VERSION || option == V)
		return print_version();
	if (ENABLE_FEATURE_IP_GRAMMAR)
		return run_ip_grammar(words);
	return run_command(word, words + !!*words, ANY_NUMBER);
}

/* Is NAME the name of the program file itself, not of a link to it? */
static bool is_name_of_program(const char *name)
{
	char path[RUN_DIR_SIZE];

	read_link("/proc/self/exe", path, sizeof path);
	return str_equal(str_after_last(path, '/'), name);
}

static int run_by_name(const char *name, char **words)
{
	const char *command = str_after_prefix("netns-", name);

	if (ENABLE_IP && str_equal(name, "ip")) {
		msg_origin = (struct msg_origin){ "ip", " netns ", NULL, true };
		return run_ip_grammar(words);
	}
	/* "netns-armhf" is a name of the program, not a command */
	if (ENABLE_FEATURE_HELP && command && !find_applet(command) && is_name_of_program(name))
		command = NULL;
	return command ? run_command(command, words, ANY_NUMBER) : run_multiplexer(words);
}

/* If standard input, output or error is closed, a file that we open must not get its number, or
 * else what we print would go there. A descriptor opened with O_PATH can be neither read nor
 * written. */
static void occupy_standard_descriptors(void)
{
	int fd;

	do
		fd = open_path("/", O_PATH);
	while (fd >= 0 && fd <= STDERR_FILENO);
	close_fd(fd);
}

/* Do we have privileges that our caller lacks? The auxiliary vector follows the environment;
 * getauxval(3) */
static bool is_privileged(void)
{
	char **end = environment;
	const unsigned long *entry;

	while (*end)
		end++;
	for (entry = (void *)(end + 1); *entry != AT_NULL; entry += 2)
		if (*entry == AT_SECURE)
			return entry[1];
	return false;
}

int main(int argc, char **argv, char **envp)
{
	const char *name = *argv ? *argv++ : "netns";

	(void)argc;
	environment = envp;
	occupy_standard_descriptors();
	if (is_privileged())
		return warn("must not be set-user-ID or the like");
	return out_finish(run_by_name(str_after_last(name, '/'), argv));
}
