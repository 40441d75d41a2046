namespace Signpost.Recognition;

/// <summary>A model pack cannot be used: a file is missing or altered, or a model is not what the manifest says.</summary>
public sealed class PackException : Exception
{
    /// <param name="message">The thing, what was found, what was expected.</param>
    public PackException(string message) : base(message)
    {
    }

    /// <param name="message">The thing, what was found, what was expected.</param>
    /// <param name="inner">The cause.</param>
    public PackException(string message, Exception inner) : base(message, inner)
    {
    }
}
