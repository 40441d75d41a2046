using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using static Signpost.Trust.Tests.TestForce;

namespace Signpost.Trust.Tests;

/// <summary>What one side of the line states to the other: a unit that a list is deleted, the control plane what time it is.</summary>
internal static class StatementVectors
{
    public static readonly byte[] Nonce = SHA256.HashData("a question"u8)[..TimeSigner.NonceLength];
    public static readonly X509Certificate2 TimeAuthority = MakeAuthority("authority");
    private static readonly byte[] TimeCertificate = MakeTimeCertificate(TimeAuthority, "authority", "time", CertificateProfile.TimeStamping);

    public static IEnumerable<(string Name, TrustVector Vector)> Receipts()
    {
        yield return Receipt("accepted", "a list that was deleted when its order ended", "Accepted", _ => { });
        yield return Receipt("power-lost", "a boot that ended without a word, vouched for by the next", "Accepted", r => r.Reason = DeletionReason.PowerLost);
        yield return Receipt("altered", "one bit of the payload flipped after signing", "BadSignature", _ => { }, alter: bytes => bytes[^80] ^= 1);
        yield return Receipt("other-key", "signed by another unit's key", "BadSignature", _ => { }, signer: "unit-2");
        yield return Receipt("signed-as-another-unit", "the key id of another unit", "WrongUnit", _ => { }, keyId: "unit-2");
        yield return Receipt("of-another-unit", "another unit's receipt, signed by the one that hands it over", "WrongUnit", r => r.UnitId = "unit-2");
        yield return Receipt("unknown-version", "format version 2", "UnknownVersion", r => r.FormatVersion = 2);
        yield return Receipt("no-reason", "no reason", "Incomplete", r => r.Reason = DeletionReason.Unspecified);
        yield return Receipt("unknown-reason", "a reason that is not on the list", "Incomplete", r => r.Reason = (DeletionReason)99);
        yield return Receipt("no-time", "no time", "Incomplete", r => r.PurgedAt = null);
        yield return Receipt("no-order", "no order", "Incomplete", r => r.OrderId = ByteString.Empty);
        yield return Receipt("short-boot-digest", "31 bytes of a boot's digest", "Incomplete", r => r.BootKeyDigest = ByteString.CopyFrom(new byte[31]));
        yield return Receipt("trailing-byte", "one byte after the end", "Malformed", _ => { }, alter: null, trailing: true);
        yield return ("order-in-its-place", Of("an order, well signed, where a receipt is expected", "Malformed") with { Receipt = SignOrder(Order()), UnitId = UnitId, UnitSigningPublicKey = UnitPublicKey });
    }

    public static IEnumerable<(string Name, TrustVector Vector)> Times()
    {
        yield return Time("accepted", "the time that this unit asked for", "Accepted", _ => { });
        yield return Time("of-another-question", "the answer to another question, played again", "Expired", t => t.Nonce = ByteString.CopyFrom(new byte[TimeSigner.NonceLength]));
        yield return Time("for-another-unit", "said to another unit", "WrongUnit", t => t.UnitId = "unit-2");
        yield return Time("earlier-than-known", "a second before what the unit knows already", "Expired", t => t.Time = Now.AddSeconds(-1).ToTimestamp());
        yield return Time("unknown-version", "format version 2", "UnknownVersion", t => t.FormatVersion = 2);
        yield return Time("no-time", "no time", "Incomplete", t => t.Time = null);
        yield return Time("certificate-for-servers", "signed with a certificate for servers", "BadSignature", _ => { }, MakeTimeCertificate(TimeAuthority, "authority", "time", CertificateProfile.ServerAuthentication));
        using (var other = MakeAuthority("other authority"))
            yield return Time("other-authority", "signed under another authority's certificate", "BadSignature", _ => { }, MakeTimeCertificate(other, "other authority", "time", CertificateProfile.TimeStamping));
        yield return Time("certificate-of-another-key", "signed by a key that the certificate does not name", "BadSignature", _ => { },
            MakeTimeCertificate(TimeAuthority, "authority", "another time", CertificateProfile.TimeStamping));
        yield return Time("after-the-certificates-end", "a time at which its certificate is no longer valid", "BadSignature", t => t.Time = Now.AddDays(400).ToTimestamp());
        yield return Time("certificate-that-is-none", "bytes that are no certificate", "Malformed", _ => { }, [0x30, 0x01, 0x00]);
        yield return Time("key-id", "signed as something else", "BadSignature", _ => { }, keyId: "clock");
    }

    public static DeletionReceipt WireReceipt() => new()
    {
        FormatVersion = 1,
        UnitId = UnitId,
        OrderId = WireId.From(OrderId),
        BundleId = WireId.From(BundleId),
        Reason = DeletionReason.OrderEnded,
        PurgedAt = Now.ToTimestamp(),
        BootKeyDigest = ByteString.CopyFrom(SHA256.HashData("boot"u8)),
    };

    public static SignedTime WireTime() => new() { FormatVersion = 1, UnitId = UnitId, Nonce = ByteString.CopyFrom(Nonce), Time = Now.ToTimestamp() };

    public static TimeStatement State(byte[] payload, byte[]? certificate = null, string keyId = TimeSigner.KeyId)
    {
        using var key = TestKeys.Signing("time");
        return new TimeStatement
        {
            SignedTime = ByteString.CopyFrom(CoseSign1.Sign(ContentTypes.SignedTime, keyId, payload, key)),
            Certificate = ByteString.CopyFrom(certificate ?? TimeCertificate),
        };
    }

    private static (string Name, TrustVector Vector) Receipt(
        string name, string comment, string expect, Action<DeletionReceipt> spoil, string signer = UnitId, string keyId = UnitId, Action<byte[]>? alter = null, bool trailing = false)
    {
        var receipt = WireReceipt();
        spoil(receipt);
        using var key = TestKeys.Signing(signer);
        var signed = CoseSign1.Sign(ContentTypes.DeletionReceipt, keyId, receipt.ToByteArray(), key);
        alter?.Invoke(signed);
        return (name, Of(comment, expect) with { Receipt = trailing ? [.. signed, 0] : signed, UnitId = UnitId, UnitSigningPublicKey = UnitPublicKey });
    }

    private static (string Name, TrustVector Vector) Time(
        string name, string comment, string expect, Action<SignedTime> spoil, byte[]? certificate = null, string keyId = TimeSigner.KeyId)
    {
        var told = WireTime();
        spoil(told);
        return (name, Of(comment, expect) with
        {
            TimeStatement = State(told.ToByteArray(), certificate, keyId).ToByteArray(),
            TimeAuthority = TimeAuthority.RawData,
            TimeNonce = Nonce,
            UnitId = UnitId,
        });
    }

    private static TrustVector Of(string comment, string expect) => new(comment, expect, Now);

    private static X509Certificate2 MakeAuthority(string name)
    {
        using var key = TestKeys.Signing(name);
        return CertificateProfile.Authority("Test Force units", key).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(3650));
    }

    private static byte[] MakeTimeCertificate(X509Certificate2 authority, string authorityKey, string keyName, string usage)
    {
        using var key = TestKeys.Signing(keyName);
        using var signer = TestKeys.Signing(authorityKey);
        using var issued = CertificateProfile.Leaf("time", new PublicKey(key), usage, authority)
            .Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), Now.AddMinutes(-5), Now.AddDays(398), [1, 2, 3, 4]);
        return issued.RawData;
    }
}
