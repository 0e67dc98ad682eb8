"""Runs one invocation of a Python function as AWS Lambda's runtime does.

Started as `python3 -I -B -u bootstrap.py`. Descriptor 3 is a socket to Coffer: it sends one line of JSON (the event and
what the context object tells); this sends one line when the module is imported, and one with the result or the error.
Whatever the function prints is never read as a result. When Coffer goes away, so does this process and its group.
Source: https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html, -context.html, -logging.html
"""
import decimal
import importlib
import json
import logging
import os
import queue
import signal
import sys
import threading
import time
import traceback

CHANNEL = 3
NO_BREAK = "\u00a0"
CA_OF_LAMBDA = "/etc/pki/tls/cert.pem"


class Fault(Exception):
    """An error of the runtime's own, with Lambda's type."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = trace or []


class CognitoIdentity:
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self):
        self.cognito_identity_id = None
        self.cognito_identity_pool_id = None

    def __repr__(self):
        return "CognitoIdentity([cognito_identity_id=None,cognito_identity_pool_id=None])"


class LambdaContext:
    """The second argument of a handler, with every member that Lambda's has."""

    def __init__(self, request_id, function_arn, deadline_ms):
        self.aws_request_id = request_id
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = function_arn
        self.tenant_id = None
        self.client_context = None
        self.identity = CognitoIdentity()
        self._epoch_deadline_time_in_ms = deadline_ms

    def get_remaining_time_in_millis(self):
        return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        return (
            "LambdaContext([aws_request_id={},log_group_name={},log_stream_name={},function_name={},memory_limit_in_mb={},"
            "function_version={},invoked_function_arn={},client_context={},identity={},tenant_id={}])"
        ).format(
            self.aws_request_id,
            self.log_group_name,
            self.log_stream_name,
            self.function_name,
            self.memory_limit_in_mb,
            self.function_version,
            self.invoked_function_arn,
            self.client_context,
            self.identity,
            self.tenant_id,
        )


class RequestIdFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = RequestIdFilter.request_id
        return True


def set_up_logging():
    """A handler on the root logger, as in Lambda; its level stays WARNING until the function says otherwise."""
    handler = logging.StreamHandler(sys.stdout)
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(RequestIdFilter())
    logging.getLogger().addHandler(handler)


def send(message):
    data = (json.dumps(message) + "\n").encode("ascii")
    while data:
        data = data[os.write(CHANNEL, data):]


def listen(inbox):
    """Reads the one line, then waits for the end of Coffer, which ends everything here."""
    buffer = b""
    given = False
    while True:
        try:
            chunk = os.read(CHANNEL, 65536)
        except OSError:
            chunk = b""
        if not chunk:
            if hasattr(os, "killpg"):
                os.killpg(0, signal.SIGKILL)
            os._exit(1)
        if not given:
            buffer += chunk
            line, newline, _ = buffer.partition(b"\n")
            if newline:
                given = True
                inbox.put(json.loads(line.decode("utf-8")))


def use_certificates_of_this_system():
    """Functions of AWS name the CA file of Amazon Linux. Where there is none, this system's takes its place."""
    if os.path.exists(CA_OF_LAMBDA):
        return
    import ssl

    here = ssl.get_default_verify_paths().cafile
    if here is None or not os.path.exists(here):
        return
    load = ssl.SSLContext.load_verify_locations

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        return load(self, here if cafile == CA_OF_LAMBDA else cafile, capath, cadata)

    ssl.SSLContext.load_verify_locations = load_verify_locations
    create = ssl.create_default_context

    def create_default_context(purpose=ssl.Purpose.SERVER_AUTH, *, cafile=None, capath=None, cadata=None):
        return create(purpose, cafile=here if cafile == CA_OF_LAMBDA else cafile, capath=capath, cadata=cadata)

    ssl.create_default_context = create_default_context
    return here


def use_certificates_with_pgdb(here):
    """libpq reads the file by itself, so that the name has to be changed on its way there."""
    pgdb = sys.modules.get("pgdb")
    if pgdb is None or here is None:
        return
    connect = pgdb.connect

    def connect_here(*args, **kwargs):
        if kwargs.get("sslrootcert") == CA_OF_LAMBDA:
            kwargs["sslrootcert"] = here
        return connect(*args, **kwargs)

    pgdb.connect = connect_here


def find_handler(handler):
    try:
        module_name, function_name = handler.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '{}': {}".format(handler, error))
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("Runtime.BuiltInModuleConflict", "Cannot use built-in module {} as a handler module".format(module_name))
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '{}': {}".format(module_name, error))
    except SyntaxError as error:
        where = '  File "{}" Line {}\n    {}'.format(error.filename, error.lineno, (error.text or "").rstrip("\n"))
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '{}': {}".format(module_name, error), [where])
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", "Handler '{}' missing on module '{}'".format(function_name, module_name))


def frames_of_the_function(found):
    """The traceback without the frames of this file and of the import system."""
    frames = traceback.extract_tb(found)
    while frames and (frames[0].filename == __file__ or frames[0].filename.startswith("<frozen importlib")
                      or os.path.dirname(frames[0].filename) == os.path.dirname(importlib.__file__)):
        frames.pop(0)
    return traceback.format_list(frames)


def report(error_type, message, trace):
    lines = ["[ERROR] {}: {}".format(error_type, message)] if message else ["[ERROR] {}".format(error_type)]
    if trace:
        lines.append("Traceback (most recent call last):")
        for frame in trace:
            lines.extend(NO_BREAK * (len(line) - len(line.lstrip(" "))) + line.lstrip(" ") for line in frame.rstrip("\n").split("\n"))
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    send({"type": "error", "errorType": error_type, "errorMessage": message, "stackTrace": trace})


def plain(value):
    if isinstance(value, decimal.Decimal):
        return str(value)
    raise TypeError("Object of type {} is not JSON serializable".format(type(value).__name__))


def invoke(handler, given):
    deadline_ms = int(time.time() * 1000) + given["timeoutMs"]
    try:
        event = json.loads(given["event"])
    except ValueError as error:
        raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: {}".format(error))
    result = handler(event, LambdaContext(given["requestId"], given["functionArn"], deadline_ms))
    try:
        return json.dumps(result, default=plain)
    except Exception as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: {}".format(error))


def main():
    os.set_inheritable(CHANNEL, False)
    inbox = queue.Queue()
    threading.Thread(target=listen, args=(inbox,), daemon=True).start()
    task_root = os.environ["LAMBDA_TASK_ROOT"]
    more = [folder for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep) if folder and folder != task_root]
    sys.path[0:0] = [task_root] + more
    sys.argv = [sys.argv[0]]
    os.chdir(task_root)
    set_up_logging()
    try:
        certificates = use_certificates_of_this_system()
        handler = find_handler(os.environ["_HANDLER"])
        use_certificates_with_pgdb(certificates)
        send({"type": "ready"})
        given = inbox.get()
        RequestIdFilter.request_id = given["requestId"]
        payload = invoke(handler, given)
    except Fault as fault:
        report(fault.error_type, fault.message, fault.trace)
    except Exception:
        kind, value, found = sys.exc_info()
        report(kind.__name__, str(value), frames_of_the_function(found))
    else:
        sys.stdout.flush()
        sys.stderr.flush()
        send({"type": "result", "payload": payload})
    # Threads that the function left behind do not hold the answer up.
    os._exit(0)


main()
