// SPDX-License-Identifier: 0BSD
/* configured FEATURE: was the program built with it? For those that nothing else shows. */
#include "base/base.h"

#include <string.h>

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "FEATURE_OPEN_FILES") == 0)
		return !ENABLE_FEATURE_OPEN_FILES;
	return 2;
}
