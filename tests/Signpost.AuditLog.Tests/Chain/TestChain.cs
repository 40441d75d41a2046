using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Trust;

namespace Signpost.AuditLog.Tests;

/// <summary>Units of the tests, with keys that are the same in every run, and chains of records of every kind.</summary>
internal static class TestChain
{
    public const string Unit = "unit-1";
    public const string OtherUnit = "unit-2";
    public static readonly ECDsa Key = KeyOf(Unit), OtherKey = KeyOf(OtherUnit);
    public static readonly byte[] PublicKey = Key.ExportSubjectPublicKeyInfo(), OtherPublicKey = OtherKey.ExportSubjectPublicKeyInfo();
    public static readonly Guid Id = new("01890000-0000-7000-8000-000000000001"), Order = new("01890000-0000-7000-8000-000000000002");
    public static readonly DateTimeOffset At = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Dictionary<string, ReadOnlyMemory<byte>> Units = new() { [Unit] = PublicKey, [OtherUnit] = OtherPublicKey };

    private static readonly ByteString Digest = ByteString.CopyFrom(SHA256.HashData("digest"u8)), OrderId = WireId.From(Order), BundleId = WireId.From(new Guid("01890000-0000-7000-8000-000000000003"));

    /// <summary>One of every kind, in the order of a day.</summary>
    public static readonly Action<UnitRecord>[] Facts =
    [
        r => r.Started = new Started { SoftwareVersion = "0.1.0", BoardDigest = Digest, BootKeyDigest = Digest },
        r => r.SelfTested = new SelfTested { Passed = true, PackDigest = Digest },
        r => r.EngineerSignedIn = new EngineerSignedIn { Digest = Digest },
        r => r.OrderRefused = new OrderRefused { OrderDigest = Digest, Reason = RefusalReason.WrongUnit },
        r => r.OrderTaken = new OrderTaken { OrderId = OrderId, OrderDigest = Digest },
        r => r.ListTaken = new ListTaken { OrderId = OrderId, BundleId = BundleId, HeaderDigest = Digest, WatchlistVersion = 3, Entries = 100 },
        r => r.Recognising = new Recognising { OrderId = OrderId, BundleId = BundleId },
        r => r.EventMade = new EventMade { OrderId = OrderId, EventId = WireId.From(new Guid("01890000-0000-7000-8000-000000000004")), Revision = 1, Digest = Digest },
        r => r.Counted = new Counted { OrderId = OrderId, Frames = 1000, Faces = 50, Searches = 20, MatchEvents = 1 },
        r => r.Tampered = new Tampered { Input = TamperInput.Enclosure },
        r => r.Suspended = new Suspended { OrderId = OrderId, Reasons = { SuspensionReason.BeaconDark, SuspensionReason.Stale } },
        r => r.ListDeleted = new ListDeleted { OrderId = OrderId, BundleId = BundleId, Reason = DeletionReason.Expired },
        r => r.Purged = new Purged { Reason = DeletionReason.OrderEnded },
        r => r.Stopped = new Stopped { Reason = DeletionReason.Stopped },
    ];

    /// <summary>The first <paramref name="count"/> records, signed; the facts come round again.</summary>
    public static byte[][] Records(int count, string unit = Unit, Action<int, UnitRecord>? change = null)
    {
        var records = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            var record = Record(i + 1, i == 0 ? [] : SHA256.HashData(records[i - 1]), unit);
            change?.Invoke(i, record);
            records[i] = UnitRecords.Sign(record, unit == Unit ? Key : OtherKey);
        }

        return records;
    }

    public static UnitRecord Record(int sequence, byte[] previous, string unit = Unit)
    {
        var record = new UnitRecord
        {
            FormatVersion = 1,
            UnitId = unit,
            ChainId = WireId.From(Id),
            Sequence = (ulong)sequence,
            PreviousDigest = ByteString.CopyFrom(previous),
            At = At.AddSeconds(sequence).ToTimestamp(),
        };
        Facts[(sequence - 1) % Facts.Length](record);
        return record;
    }

    /// <summary>A chain's file of these records.</summary>
    public static byte[] File(params IEnumerable<byte[]> records) => [.. ChainFrame.Magic, .. records.SelectMany(record => ChainFrame.Write(record))];

    private static ECDsa KeyOf(string label) => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("test key: " + label)) });
}
