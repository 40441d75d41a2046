namespace Signpost.ControlPlane.Staff;

/// <summary>How staff sign in.</summary>
/// <param name="Console">Scheme, host and port under which browsers know the console: passkeys are bound to it. Its host is the relying party.</param>
/// <param name="PasswordAlone">Whether a password signs in an account that has no second factor: in demonstrations only.</param>
public sealed record StaffOptions(Uri Console, bool PasswordAlone)
{
    /// <summary>As browsers write it: without a slash at the end.</summary>
    public string Origin => Console.GetLeftPart(UriPartial.Authority);
}
