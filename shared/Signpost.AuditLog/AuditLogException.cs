namespace Signpost.AuditLog;

/// <summary>A log or a chain on this machine is not what this library wrote: something is missing, altered or held by another process. Nothing is repaired;
/// the checker says what is wrong.</summary>
public class AuditLogException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AuditLogException()
    {
    }

    /// <summary>Creates the exception with what is wrong and where.</summary>
    public AuditLogException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with what is wrong and where it came from.</summary>
    public AuditLogException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
