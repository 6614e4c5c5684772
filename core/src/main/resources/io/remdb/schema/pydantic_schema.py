"""Prints the JSON schema of a Pydantic v2 model as one JSON object on the last line of standard output.

Arguments: the model's file, the class. Everything that goes wrong is an answer too: {"problem": ..., ...}.
"""
import sys


def main(path, class_name):
    import importlib.util
    import inspect
    import json
    import os

    # What the model's file prints must not mix with the answer.
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def reply(**content):
        answer.write("\n" + json.dumps(content) + "\n")
        answer.flush()

    try:
        import pydantic
    except ImportError as e:
        return reply(problem="no-pydantic", python=sys.executable, detail=str(e))
    if not pydantic.VERSION.startswith("2."):
        return reply(problem="pydantic-version", python=sys.executable, detail=pydantic.VERSION)

    folder = os.path.dirname(os.path.abspath(path))
    name = os.path.splitext(os.path.basename(path))[0]
    sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        return reply(problem="not-python", detail=path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as e:
        return reply(problem="syntax", detail=e.msg, line=e.lineno, file=e.filename)
    except (Exception, SystemExit) as e:
        line = None
        trace = e.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == path:
                line = trace.tb_lineno
            trace = trace.tb_next
        return reply(problem="import", detail="%s: %s" % (type(e).__name__, e), line=line)

    def is_model(value):
        return inspect.isclass(value) and issubclass(value, pydantic.BaseModel) and value is not pydantic.BaseModel

    models = sorted(key for key, value in vars(module).items() if is_model(value))
    model = getattr(module, class_name, None)
    if model is None:
        return reply(problem="no-class", models=models)
    if not is_model(model):
        return reply(problem="not-a-model", detail=type(model).__name__, models=models)
    try:
        schema = model.model_json_schema()
    except Exception as e:
        return reply(problem="no-schema", detail="%s: %s" % (type(e).__name__, e))
    # The class's own docstring: an inherited one describes something else.
    reply(schema=schema, doc=inspect.cleandoc(model.__dict__.get("__doc__") or ""))


main(sys.argv[1], sys.argv[2])
