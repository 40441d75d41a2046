using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Signpost.Edge.Interlocks;
using Signpost.Trust;

namespace Signpost.Edge.Provisioning;

/// <summary>Whose identity is kept.</summary>
public interface IIdentityHolder
{
    /// <summary>The identity in use.</summary>
    UnitIdentity Identity { get; }

    /// <summary>Uses a renewed identity from now on; takes it over.</summary>
    void Adopt(UnitIdentity renewed);

    /// <summary>The control plane said whether it believes the unit. False: it is revoked.</summary>
    void Judge(bool isBelieved);
}

/// <summary>
/// Keeps the unit's identity good. A certificate is renewed when one third of its life is left, for a new key each time; the new identity is made beside the
/// present one, confirmed, and only then put in its place. A unit that the other lines do not let in asks here, where certificates of any date are heard,
/// for the time and for what it is worth: expired, it is renewed; revoked, it is told so.
/// </summary>
public sealed class IdentityKeeper(
    IIdentityHolder unit, IdentityStore store, SignedClock clock, ContactClock contact, ServerTrust servers, TimeProvider time, Random jitter, ILogger<IdentityKeeper> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Time between two looks while all is well.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Time between two questions of a revoked unit: it was told, and is not to ask at full speed.</summary>
    private static readonly TimeSpan AskWhileRevoked = TimeSpan.FromHours(1);

    /// <summary>Without contact for so long, the unit asks here.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    private readonly Signal _wake = new(time);
    private volatile bool _wasRefused;

    /// <summary>Another line was not let in: find out why.</summary>
    public void Wake()
    {
        _wasRefused = true;
        _wake.Set();
    }

    /// <summary>Keeps it until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstPause, LongestPause, jitter);
        while (!cancellationToken.IsCancellationRequested)
        {
            var standing = await LookAsync(cancellationToken).ConfigureAwait(false);
            if (standing == IdentityStanding.Good) backoff.Reset();
            var pause = standing switch
            {
                IdentityStanding.Good => LookEvery,
                IdentityStanding.Revoked => AskWhileRevoked * (0.5 + jitter.NextDouble() / 2),
                _ => backoff.Next(),
            };
            try
            {
                if (standing == IdentityStanding.Good) await _wake.WaitAsync(pause, cancellationToken).ConfigureAwait(false);
                else await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Stopping.
            }
        }
    }

    /// <summary>Whether a third of a certificate's life or less is left.</summary>
    internal static bool IsDue(X509Certificate2 certificate, DateTimeOffset now)
    {
        DateTimeOffset from = certificate.NotBefore.ToUniversalTime(), to = certificate.NotAfter.ToUniversalTime();
        return now >= to - (to - from) / 3;
    }

    /// <summary>Looks once.</summary>
    internal async Task<IdentityStanding> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await TryCandidateAsync(cancellationToken).ConfigureAwait(false) && (_wasRefused || contact.SinceContact is not { } since || since > Silence))
                await ConfirmAsync(unit.Identity, cancellationToken).ConfigureAwait(false);
            _wasRefused = false;
            unit.Judge(isBelieved: true);
            if (contact.Trusted is { } now && IsDue(unit.Identity.Certificate, now)) await RenewAsync(cancellationToken).ConfigureAwait(false);
            return IdentityStanding.Good;
        }
        catch (RpcException failure) when (RefusalCode.IsRevoked(failure))
        {
            Log.Revoked(logger, unit.Identity.UnitId);
            unit.Judge(isBelieved: false);
            return IdentityStanding.Revoked;
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            return IdentityStanding.OutOfReach;
        }
        catch (RpcException failure) when (RefusalCode.IsNotBelieved(failure))
        {
            Log.NotBelieved(logger, unit.Identity.UnitId, failure.Status.Detail);
            return IdentityStanding.OutOfReach;
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException)
        {
            Log.EnrolmentUnreachable(logger, failure.Message);
            return IdentityStanding.OutOfReach;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or TrustException or ProvisioningException)
        {
            Log.NotRenewed(logger, failure.Message);
            return IdentityStanding.OutOfReach;
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var present = unit.Identity;
        using var key = P256.CreateKey();
        var request = UnitCertificateRequest.Create(key);
        using (var line = new EnrolmentLine(present, servers))
        {
            store.Prepare(key, present.SigningKey, request, SHA256.HashData(present.Certificate.RawData));
            var question = clock.Ask();
            var reply = await line.RenewAsync(request, question, cancellationToken).ConfigureAwait(false);
            if (!clock.Hear(question, reply.Time, line.Name)) throw new ProvisioningException("the control plane did not say the time with the certificate");
            var (certificate, why) = EnrolmentLine.Check(reply.Certificate, key, present.UnitId, present.Authority, contact.Floor);
            using (certificate ?? throw new ProvisioningException($"the control plane issued what cannot be used: {why}"))
            {
                store.Complete(Facts(present, contact.Floor), certificate, present.Authority);
            }
        }

        await TryCandidateAsync(cancellationToken).ConfigureAwait(false);
    }

    // What another attempt left complete counts as well: it may be the only one that the control plane still believes.
    private async Task<bool> TryCandidateAsync(CancellationToken cancellationToken)
    {
        if (store.LoadCandidate() is not { } candidate) return false;
        if (candidate.UnitId != unit.Identity.UnitId)
        {
            // A re-provision that was cut off before its end: it changes nothing.
            candidate.Dispose();
            return false;
        }

        try
        {
            await ConfirmAsync(candidate, cancellationToken).ConfigureAwait(false);
            store.Promote();
        }
        catch (RpcException failure) when (RefusalCode.IsNotBelieved(failure))
        {
            Log.CandidateDropped(logger, failure.Status.Detail);
            candidate.Dispose();
            store.Discard();
            return false;
        }
        catch
        {
            candidate.Dispose();
            throw;
        }

        unit.Adopt(candidate);
        Log.Renewed(logger, candidate.UnitId, candidate.Certificate.NotAfter.ToUniversalTime());
        return true;
    }

    private async Task ConfirmAsync(UnitIdentity identity, CancellationToken cancellationToken)
    {
        using var line = new EnrolmentLine(identity, servers);
        var question = clock.Ask();
        var reply = await line.ConfirmAsync(question, cancellationToken).ConfigureAwait(false);
        clock.Hear(question, reply.Time, line.Name);
    }

    private static IdentityFacts Facts(UnitIdentity present, DateTimeOffset issuedAt) => new()
    {
        UnitId = present.UnitId,
        RosterRoot = present.RosterRoot.ToArray(),
        UnitsHost = present.Units.Host,
        UnitsPort = present.Units.Port,
        EnrolmentPort = present.Enrolment.Port,
        BrokerHost = present.Broker.Host,
        BrokerPort = present.Broker.Port,
        IssuedAt = issuedAt,
    };
}

/// <summary>What the identity is worth.</summary>
internal enum IdentityStanding
{
    Good,
    OutOfReach,
    Revoked,
}
