namespace Signpost.Hardware.Simulated.Footage;

/// <summary>The footage cannot be shown: something is missing or unreadable. The message says what and what to do.</summary>
public sealed class FootageException : Exception
{
    /// <summary>Makes the exception.</summary>
    public FootageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
