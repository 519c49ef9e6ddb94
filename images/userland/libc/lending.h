// What a child of vfork may change in the memory it shares and its parent has to find unchanged.
#ifndef LENDING_H
#define LENDING_H
void signals_lent(void);
void signals_returned(void);
#endif
