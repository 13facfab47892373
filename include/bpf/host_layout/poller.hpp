//===- poller.hpp - Waiting for records -------------------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What ring buffers and perf buffers have in common. One thread polls; stop()
// may be called from any thread and from a signal handler. libbpf waits on an
// epoll set of its own, which takes no other: this has one around it, with
// the eventfd of stop().
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_POLLER_HPP
#define BPF_HOST_LAYOUT_POLLER_HPP

#include "records.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <vector>

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

namespace detail {

class poller {
public:
  poller(const poller &) = delete;
  poller &operator=(const poller &) = delete;

  /// \p f(const bad_record &), for what no handler can be given.
  template <class F> void on_error(F f) {
    constexpr bool fits = std::is_invocable_v<F &, const bad_record &>;
    static_assert(fits, "on_error() takes f(const host_layout::bad_record &)");
    if constexpr (fits)
      on_error_ = std::move(f);
  }
  const record_counts &counts() const { return counts_; }

  /// Ends poll() and run(), now or when they are next called.
  void stop() noexcept {
    is_stopped_.store(true);
    std::uint64_t one = 1;
    int was = errno;
    if (::write(stop_fd_, &one, sizeof(one)) < 0)
      errno = was;
  }
  bool stopped() const noexcept { return is_stopped_.load(); }
  /// Lets this be polled again.
  void restart() noexcept {
    std::uint64_t count;
    if (::read(stop_fd_, &count, sizeof(count)) > 0)
      is_stopped_.store(false);
  }

  /// To wait for this together with others; then consume(), not poll().
  int epoll_fd() const noexcept { return epoll_fd_; }

protected:
  poller()
      : epoll_fd_(::epoll_create1(EPOLL_CLOEXEC)),
        stop_fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (epoll_fd_ < 0 || stop_fd_ < 0)
      error_ = -errno;
    else
      error_ = watch(stop_fd_);
  }
  ~poller() {
    if (stop_fd_ >= 0)
      ::close(stop_fd_);
    if (epoll_fd_ >= 0)
      ::close(epoll_fd_);
  }

  /// What a buffer's callback gets back from libbpf.
  struct channel {
    poller *owner;
    const char *name;
    std::unique_ptr<record_handler> handler;
    std::size_t aligned_to;
  };

  int watch(int fd) {
    ::epoll_event event = {};
    event.events = EPOLLIN;
    event.data.fd = fd;
    return ::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
  }

  /// 1: something is ready; 0: time is up or stopped; else a negative errno.
  int wait(std::chrono::milliseconds timeout) const {
    if (error_ < 0)
      return error_;
    if (stopped())
      return 0;
    ::epoll_event event;
    auto time = timeout.count();
    int ready = ::epoll_wait(epoll_fd_, &event, 1,
                             time < 0         ? -1
                             : time > INT32_MAX ? INT32_MAX
                                                : static_cast<int>(time));
    if (ready < 0)
      return errno == EINTR ? 0 : -errno;
    return ready > 0 && event.data.fd != stop_fd_;
  }

  /// Hands on one record. False: the handler threw, and the rest has to wait.
  static bool deliver(channel &from, const void *data,
                      std::size_t size) noexcept {
    poller &self = *from.owner;
#if HOST_LAYOUT_MAPS_THROWS
    try {
      self.dispatch(from, data, size);
      return true;
    } catch (...) {
      if (!self.thrown_)
        self.thrown_ = std::current_exception();
      return false;
    }
#else
    self.dispatch(from, data, size);
    return true;
#endif
  }

  /// Exceptions do not cross libbpf: they go on from here.
  void rethrow() {
#if HOST_LAYOUT_MAPS_THROWS
    if (thrown_)
      std::rethrow_exception(std::exchange(thrown_, nullptr));
#endif
  }
  bool has_thrown() const {
#if HOST_LAYOUT_MAPS_THROWS
    return thrown_ != nullptr;
#else
    return false;
#endif
  }

  int error_ = 0;
  /// There may be records that no handler gets.
  bool must_read_ = false;
  record_counts counts_;
  std::vector<std::unique_ptr<channel>> channels_;

private:
  void dispatch(channel &from, const void *data, std::size_t size) {
    bad_record::reason_type why = bad_record::too_short;
    if (from.handler->handle(data, size, from.aligned_to, why)) {
      ++counts_.handled;
      return;
    }
    ++(why == bad_record::too_short ? counts_.too_short : counts_.unknown_tag);
    if (on_error_)
      on_error_(bad_record{why, from.name, bytes_view(data, size)});
  }

  std::function<void(const bad_record &)> on_error_;
#if HOST_LAYOUT_MAPS_THROWS
  std::exception_ptr thrown_;
#endif
  std::atomic<bool> is_stopped_{false};
  int epoll_fd_, stop_fd_;
};

} // namespace detail

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
