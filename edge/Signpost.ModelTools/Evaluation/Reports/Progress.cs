using System.Globalization;

namespace Signpost.ModelTools.Evaluation;

/// <summary>Says on standard error how far long work is: one line that renews itself on a terminal, one line each tenth elsewhere.</summary>
/// <param name="writer">Standard error; null says nothing.</param>
/// <param name="isTerminal">Whether a line can be written over.</param>
internal sealed class Progress(TextWriter? writer, bool isTerminal)
{
    public static Progress None { get; } = new(null, isTerminal: false);

    public static Progress ToConsole() => new(Console.Error, !Console.IsErrorRedirected);

    /// <param name="what">In the plural.</param>
    /// <param name="total">Steps to be made.</param>
    public Steps Start(string what, int total) => new(writer, isTerminal, what, total);

    /// <summary>One piece of work; thread-safe.</summary>
    internal sealed class Steps(TextWriter? writer, bool isTerminal, string what, int total) : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly int _every = Math.Max(1, total / (isTerminal ? 200 : 10));
        private int _done;

        public void Step()
        {
            if (writer is null)
                return;
            lock (_lock)
            {
                if (++_done % _every != 0 && _done != total)
                    return;
                string line = string.Create(CultureInfo.InvariantCulture, $"{what}: {_done} of {total}");
                if (isTerminal)
                    writer.Write($"\r{line}");
                else
                    writer.WriteLine(line);
            }
        }

        public void Dispose()
        {
            if (writer is not null && isTerminal && _done > 0)
                writer.WriteLine();
        }
    }
}
