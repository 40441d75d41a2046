namespace Signpost.Edge.Provisioning;

/// <summary>The unit cannot have, or does not have, an identity. The message is one line that says what to do.</summary>
public sealed class ProvisioningException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ProvisioningException()
    {
    }

    /// <summary>Creates the exception with what is wrong and what to do about it.</summary>
    public ProvisioningException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with what is wrong and where it came from.</summary>
    public ProvisioningException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
