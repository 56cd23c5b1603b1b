// The interpreter, linked with ThreadSanitizer.
#include <Python.h>

int main(int number, char** arguments) { return Py_BytesMain(number, arguments); }
