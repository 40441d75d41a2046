namespace Signpost.Trust;

/// <summary>Field tags of BundleDelta and DeltaStep: (field number &lt;&lt; 3) | wire type.</summary>
internal static class BundleDeltaFields
{
    public const byte Step = (1 << 3) | 2;
    public const byte Kept = (1 << 3) | 0;
    public const byte Removed = (2 << 3) | 0;
    public const byte Added = (3 << 3) | 2;
}
