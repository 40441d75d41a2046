namespace Signpost.Trust;

/// <summary>Something the trust chain stands on is broken on this machine: a key file that is missing, unreadable or open to others.</summary>
public class TrustException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TrustException()
    {
    }

    /// <summary>Creates the exception with what is wrong and what to do about it.</summary>
    public TrustException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with what is wrong and where it came from.</summary>
    public TrustException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
