namespace Signpost.Trust;

/// <summary>Field tags of BundleContent and BundleEntry: (field number &lt;&lt; 3) | wire type.</summary>
internal static class BundleContentFields
{
    public const byte Entry = (1 << 3) | 2;
    public const byte Reference = (1 << 3) | 2;
    public const byte Category = (2 << 3) | 0;
    public const byte Template = (3 << 3) | 2;
}
