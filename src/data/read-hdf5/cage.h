/* cage.h: what this process may do while it reads a file that may have taken it over. */
#pragma once

void cage_close (void);
