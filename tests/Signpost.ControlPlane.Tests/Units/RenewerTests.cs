using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Signpost.ControlPlane.Records;
using Signpost.ControlPlane.Tests.Support;
using Signpost.ControlPlane.Units;
using Signpost.ControlPlane.Units.Enrolment;
using Signpost.Trust;

namespace Signpost.ControlPlane.Tests.Units;

public sealed class SqliteRenewerTests(SqliteServer server) : RenewerTests(server);

public sealed class PostgresRenewerTests(PostgresServer server) : RenewerTests(server);

/// <summary>A certificate is renewed beside the present one, which counts until the new one is confirmed.</summary>
public abstract class RenewerTests(IDatabaseServer server) : StorageSuite(server)
{
    [Fact]
    public async Task Renew_BothCountUntilTheNewOneIsConfirmed()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        using var first = await CertificateAsync(plane, unit.Id);
        using var key = P256.CreateKey();
        using var second = await RenewAsync(plane, unit, key);
        Assert.Equal((UnitBelief.Believed, false), Worth(await IdentifyAsync(plane, first)));
        Assert.Equal((UnitBelief.Believed, true), Worth(await IdentifyAsync(plane, second)));

        Assert.True((await plane.Get<Renewer>().ConfirmAsync(await IdentifyAsync(plane, second), default)).Ok());
        Assert.Equal((UnitBelief.Superseded, false), Worth(await IdentifyAsync(plane, first)));
        Assert.Equal((UnitBelief.Believed, false), Worth(await IdentifyAsync(plane, second)));
        Assert.Equal(second.NotAfter.ToUniversalTime(), (await plane.Units.GetAsync(plane.Engineer, unit.Id)).Ok().CertificateNotAfter.UtcDateTime);
        Assert.True((await plane.Get<Renewer>().ConfirmAsync(await IdentifyAsync(plane, second), default)).Ok());
        Assert.Equal(1, await plane.QueryAsync(db => db.Audit.CountAsync(x => x.Action == AuditActions.UnitRenewed)));
    }

    [Fact]
    public async Task Renew_AnswerLostAndAskedAgain_TheLaterOneCounts()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        using var lostKey = P256.CreateKey();
        using var key = P256.CreateKey();
        using var lost = await RenewAsync(plane, unit, lostKey);
        var stale = await IdentifyAsync(plane, lost);
        using var second = await RenewAsync(plane, unit, key);
        Assert.False((await plane.Get<Renewer>().ConfirmAsync(stale, default)).Ok());
        Assert.Equal(UnitBelief.Superseded, (await IdentifyAsync(plane, lost)).Belief);
        Assert.True((await plane.Get<Renewer>().ConfirmAsync(await IdentifyAsync(plane, second), default)).Ok());
    }

    [Fact]
    public async Task Renew_WithoutTheSigningKeyOrForTheSameKey_IsRefused()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        using var stranger = new TestUnit { Id = unit.Id };
        using var key = P256.CreateKey();
        var row = await plane.QueryAsync(db => db.Units.AsNoTracking().SingleAsync());
        (await plane.Get<Renewer>().RenewAsync(row, stranger.RenewRequest(key), default)).Refused("renewal.signing-proof");
        (await plane.Get<Renewer>().RenewAsync(row, unit.RenewRequest(unit.IdentityKey), default)).Refused("renewal.same-key");
    }

    [Fact]
    public async Task Renew_AfterItsRevocation_IsRefusedAndEveryCertificateIsToldWhy()
    {
        await using var plane = await StartAsync();
        using var unit = await plane.EnrolAsync();
        using var first = await CertificateAsync(plane, unit.Id);
        using var key = P256.CreateKey();
        using var second = await RenewAsync(plane, unit, key);
        var (row, known) = (await plane.QueryAsync(db => db.Units.AsNoTracking().SingleAsync()), await IdentifyAsync(plane, second));
        (await plane.Units.RevokeAsync(plane.Engineer, unit.Id, "Stolen")).Ok();
        using var another = P256.CreateKey();
        (await plane.Get<Renewer>().RenewAsync(row, unit.RenewRequest(another), default)).Refused("unit.revoked");
        (await plane.Get<Renewer>().ConfirmAsync(known, default)).Refused("unit.revoked");
        Assert.Equal(UnitBelief.Revoked, (await IdentifyAsync(plane, first)).Belief);
        Assert.Equal(UnitBelief.Revoked, (await IdentifyAsync(plane, second)).Belief);
        Assert.Null(await plane.Get<UnitIdentity>().ResolveAsync(first, default));
    }

    private static async Task<X509Certificate2> RenewAsync(TestPlane plane, TestUnit unit, ECDsa key)
    {
        var row = await plane.QueryAsync(db => db.Units.AsNoTracking().SingleAsync(x => x.Id == unit.Id));
        return X509CertificateLoader.LoadCertificate((await plane.Get<Renewer>().RenewAsync(row, unit.RenewRequest(key), default)).Ok());
    }

    private static async Task<X509Certificate2> CertificateAsync(TestPlane plane, string unitId) =>
        X509CertificateLoader.LoadCertificate((await plane.QueryAsync(db => db.Enrolments.Where(x => x.UnitId == unitId).Select(x => x.Certificate).SingleAsync()))!);

    private static Task<IdentifiedUnit> IdentifyAsync(TestPlane plane, X509Certificate2 certificate) => plane.Get<UnitIdentity>().IdentifyAsync(certificate, default);

    private static (UnitBelief, bool) Worth(IdentifiedUnit known) => (known.Belief, known.IsNext);
}
