using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signpost.Contracts;
using Signpost.Contracts.V1;
using Signpost.Recognition;
using Signpost.Trust;

namespace Signpost.ModelTools.Evaluation;

/// <summary>
/// Signs the order that a unit's frame path asks for before it looks at anything, with keys that are born and die with the evaluation. There is no other
/// way in, and none is made for measuring. The order carries the pack's certificate like any other.
/// </summary>
internal static class EvaluationForce
{
    private const string Name = "Evaluation", Author = "author", Authoriser = "authoriser", Unit = "evaluation", List = "evaluation", Clip = "file:clips", Reference = "evaluation of recorded clips";
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <param name="pack">The pack whose certificate stands beside its manifest.</param>
    /// <param name="threshold">Of the order.</param>
    /// <param name="entries">People on the list.</param>
    /// <param name="now">Time of the evaluation.</param>
    /// <exception cref="DataException">There is no certificate, or it does not bear that threshold and list.</exception>
    public static VerifiedOrder Order(ModelPack pack, float threshold, int entries, DateTimeOffset now)
    {
        if (!PackCertificateFile.Load(pack.Directory, pack.Digest).TryGet(out PackCertificate? certificate, out Refusal? refusal))
            throw new DataException(refusal.Detail);
        using ECDsa root = P256.CreateKey(), author = P256.CreateKey(), authoriser = P256.CreateKey();
        byte[] order = Draft(pack, certificate, threshold, now).ToByteArray();
        if (!SigningRequest.Create(order, Header(pack, order, entries, now)).TryGet(out SigningRequest? request, out refusal))
            throw new DataException($"threshold {threshold}: {refusal.Detail}");
        SignedOrder signed = OfficerSignature.Assemble(
            request, [OfficerSignature.Create(request, Author, author).Value, OfficerSignature.Create(request, Authoriser, authoriser).Value]);
        byte[] roster = RosterSigner.Sign(
            new Roster
            {
                FormatVersion = 1,
                Version = 1,
                Force = Name,
                NotAfter = (now + Window).ToTimestamp(),
                Officers = { Officer(Author, OfficerRole.Author, author, now), Officer(Authoriser, OfficerRole.AuthorisingOfficer, authoriser, now) },
            },
            root);
        return OrderVerifier.Verify(
            signed.Order, RosterVerifier.Verify(roster, root.ExportSubjectPublicKeyInfo(), now, 0).Value, now,
            new UnitStanding(Unit, pack.Digest, new Corner(0, 0), [Clip])).Value;
    }

    private static Officer Officer(string id, OfficerRole role, ECDsa key, DateTimeOffset now) => new()
    {
        OfficerId = id,
        Role = role,
        Keys = { new OfficerKey { PublicKey = ByteString.CopyFrom(key.ExportSubjectPublicKeyInfo()) } },
        NotAfter = (now + Window).ToTimestamp(),
    };

    private static DeploymentOrder Draft(ModelPack pack, PackCertificate certificate, float threshold, DateTimeOffset now)
    {
        using var deployment = DeploymentKey.Create();
        return new DeploymentOrder
        {
            FormatVersion = 1,
            OrderId = WireId.From(Guid.CreateVersion7(now)),
            Force = Name,
            Purpose = Purpose.LocateWantedPerson,
            LegalGround = LegalGround.WarrantOfArrest,
            Place = new Place
            {
                Name = "none: recorded clips",
                Polygon = { new GeoPoint(), new GeoPoint { Latitude = 0.001 }, new GeoPoint { Longitude = 0.001 } },
            },
            NotBefore = now.ToTimestamp(),
            NotAfter = (now + Window).ToTimestamp(),
            Categories = { Category.SeededVolunteer },
            WatchlistId = List,
            Threshold = threshold,
            NoDecisionFrom = threshold,
            FalseAlertCeiling = FalseAlertCeiling.OneInThousand,
            Certificate = certificate,
            PackDigest = ByteString.CopyFrom(pack.Digest.Span),
            UnitIds = { Unit },
            DeploymentPublicKey = ByteString.CopyFrom(deployment.PublicKey.Span),
            AlertRetentionHours = 1,
            EvidenceReference = Reference,
            EvidenceFrom = (now - Window).ToTimestamp(),
            EvidenceTo = now.ToTimestamp(),
            ConsultationReference = Reference,
            AssessmentReference = Reference,
            Cameras = { new Camera { UnitId = Unit, Fingerprint = Clip } },
            Signs = { new Sign { SignId = "none", Position = new GeoPoint() } },
            StaleLimitMinutes = 1,
        };
    }

    // The header of a bundle as long as the list: signing asks how long it is. Its templates are nobody's.
    private static byte[] Header(ModelPack pack, byte[] order, int entries, DateTimeOffset now)
    {
        float[] nobody = new float[pack.TemplateLength];
        nobody[0] = 1;
        var facts = new BundleFacts(
            Guid.CreateVersion7(now), SHA256.HashData(order), List, 1, pack.Digest, now + Window, pack.TemplateLength);
        using WrittenBundle written = BundleWriter.Write(
            facts, [.. Enumerable.Range(1, entries).Select(entry => new BundleTemplate($"entry-{entry}", Category.SeededVolunteer, nobody))], Stream.Null);
        return written.Header.ToArray();
    }
}
