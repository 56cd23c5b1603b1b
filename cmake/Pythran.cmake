# JULIA_PYTHRAN_DIR: the folder of the pythran package of the Python at hand, empty if it has none.
find_package(Python 3.11 QUIET COMPONENTS Interpreter)
set(JULIA_PYTHRAN_DIR "")
if(Python_Interpreter_FOUND)
  # find_spec and not import: pythran's own dependencies need not be there.
  execute_process(
    COMMAND "${Python_EXECUTABLE}" -c
            "from importlib.util import find_spec as f; s = f('pythran'); print(s.submodule_search_locations[0] if s else '', end='')"
    OUTPUT_VARIABLE JULIA_PYTHRAN_DIR)
endif()
