using Signpost.Contracts.V1;

namespace Signpost.Trust;

/// <summary>Why something signed, sealed or presented was not taken.</summary>
/// <param name="Reason">Stable code; travels in health reports and audit records.</param>
/// <param name="Detail">One line for a person: the thing, what was found, what was expected. Never key material or personal data.</param>
public sealed record Refusal(RefusalReason Reason, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Reason}: {Detail}";
}
