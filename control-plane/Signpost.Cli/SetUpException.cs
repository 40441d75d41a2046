namespace Signpost.Cli;

/// <summary>
/// Something the person at the keyboard has to put right: a missing tool, a busy port, a full disk.
/// The message is one line, names what was found and says what to do; it is printed without a stack trace.
/// </summary>
internal sealed class SetUpException(string message, Exception? inner = null) : Exception(message, inner);
