// The migrations tool starts this program and takes the context from CopBot's design-time factory; there is nothing to do here.
return 0;
