using System.Runtime.InteropServices;
using Signpost.Cli;
using Signpost.Cli.Commands;

using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

try
{
    return await SignpostCommand.RunAsync(args, stopping.Token);
}
catch (Exception e) when (OneLine.For(e) is { } line)
{
    Console.Error.WriteLine($"signpost: {line}");
    return ExitCode.CannotStart;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    Console.Error.WriteLine("signpost: stopped before it had started; nothing is left running.");
    return ExitCode.CannotStart;
}

// The program stops what it started in its own order; the signal only tells it to.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}
