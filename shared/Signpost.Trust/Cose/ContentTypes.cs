namespace Signpost.Trust;

/// <summary>COSE content types (RFC 9052 §3.1, header 3), always protected: one key signs several kinds of message, and none may pass for
/// another.</summary>
internal static class ContentTypes
{
    public const string Roster = "application/vnd.signpost.roster+protobuf";
    public const string Order = "application/vnd.signpost.deployment-order+protobuf";
    public const string BundleHeader = "application/vnd.signpost.bundle-header+protobuf";
    public const string MatchEvent = "application/vnd.signpost.match-event+protobuf";
    public const string SignedTime = "application/vnd.signpost.signed-time+protobuf";
    public const string DeletionReceipt = "application/vnd.signpost.deletion-receipt+protobuf";
    public const string UnitRecord = "application/vnd.signpost.unit-record+protobuf";
}
