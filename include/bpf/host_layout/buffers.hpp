//===- buffers.hpp - Ring buffers and perf buffers --------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_BUFFERS_HPP
#define BPF_HOST_LAYOUT_BUFFERS_HPP

#include "poller.hpp"

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// BPF_MAP_TYPE_RINGBUF, for ring_buffer::on().
class ring_buffer_map : public map_handle {
public:
  static constexpr std::uint32_t kernel_type = BPF_MAP_TYPE_RINGBUF;
  static constexpr std::uint32_t key_bytes = 0, value_bytes = 0;
};

/// BPF_MAP_TYPE_PERF_EVENT_ARRAY, for perf_buffer::on().
class perf_event_array_map : public map_handle {
public:
  static constexpr std::uint32_t kernel_type = BPF_MAP_TYPE_PERF_EVENT_ARRAY;
  static constexpr std::uint32_t key_bytes = 4, value_bytes = 4;
};

namespace detail {

/// The two forms of on(), for either kind of buffer.
template <class Derived, class Map> class buffer : public poller {
public:
  /// Each record of \p map is a \p T, for \p f(const T &) or
  /// \p f(const T &, bytes_view rest).
  template <class T, class F> void on(const Map &map, F f) {
    detail::check(add<T>(map, std::move(f)), map.name(), "adding the buffer");
  }
  template <class T, class F>
  void on(const Map &map, F f, std::error_code &ec) {
    detail::check(add<T>(map, std::move(f)), ec);
  }
  /// \p by says where a record's tag is, each of \p on which type a tag means.
  template <class By, class T, class Tag, class F, class... More>
  void on(const Map &map, By by, tagged<T, Tag, F> on, More... more) {
    detail::check(self().open(map, std::make_unique<tagged_handler<
                                       By, tagged<T, Tag, F>, More...>>(
                                       std::move(by), std::move(on),
                                       std::move(more)...)),
                  map.name(), "adding the buffer");
  }
  template <class By, class T, class Tag, class F, class... More>
  void on(std::error_code &ec, const Map &map, By by, tagged<T, Tag, F> on,
          More... more) {
    detail::check(
        self().open(map,
                    std::make_unique<
                        tagged_handler<By, tagged<T, Tag, F>, More...>>(
                        std::move(by), std::move(on), std::move(more)...)),
        ec);
  }

  /// Waits until there are records, the time is up (a negative one is never up)
  /// or stop() is called, and handles what is there. \returns how many.
  std::size_t poll(std::chrono::milliseconds timeout) {
    return finish(wait_and_read(timeout));
  }
  std::size_t poll(std::chrono::milliseconds timeout, std::error_code &ec) {
    return finish(wait_and_read(timeout), ec);
  }
  /// Handles what is there, without waiting.
  std::size_t consume() { return finish(read_all()); }
  std::size_t consume(std::error_code &ec) { return finish(read_all(), ec); }
  /// Polls until stop() is called.
  void run() {
    while (!stopped())
      poll(std::chrono::milliseconds(-1));
  }

private:
  Derived &self() { return static_cast<Derived &>(*this); }

  template <class T, class F> int add(const Map &map, F f) {
    return self().open(
        map, std::make_unique<single_handler<T, F>>(std::move(f)));
  }
  int wait_and_read(std::chrono::milliseconds timeout) {
    const std::uint64_t before = seen();
    if (std::exchange(must_read_, false))
      if (int result = result_of(self().read(), before))
        return result;
    int ready = wait(timeout);
    return ready > 0 ? result_of(self().read_ready(), before) : ready;
  }
  int read_all() {
    const std::uint64_t before = seen();
    return error_ < 0 ? error_ : result_of(self().read(), before);
  }
  std::uint64_t seen() const {
    return counts_.handled + counts_.too_short + counts_.unknown_tag;
  }
  int result_of(int result, std::uint64_t before) const {
    if (result < 0 && !has_thrown())
      return result;
    return static_cast<int>(seen() - before);
  }
  std::size_t finish(int result) {
    rethrow();
    return static_cast<std::size_t>(
        detail::check(result, name(), "reading the buffer"));
  }
  std::size_t finish(int result, std::error_code &ec) {
    rethrow();
    return detail::check(result, ec) ? static_cast<std::size_t>(result) : 0;
  }
  const char *name() const {
    return channels_.empty() ? "" : channels_.front()->name;
  }
};

} // namespace detail

/// Reads one or more ring buffers.
class ring_buffer : public detail::buffer<ring_buffer, ring_buffer_map> {
public:
  ring_buffer() = default;
  ~ring_buffer() { ::ring_buffer__free(ring_); }

private:
  friend class detail::buffer<ring_buffer, ring_buffer_map>;

  int open(const ring_buffer_map &map,
           std::unique_ptr<detail::record_handler> handler) {
    if (error_ < 0 || map.fd() < 0)
      return error_ < 0 ? error_ : map.fd();
    // The kernel aligns records to 8 bytes.
    auto made = std::make_unique<channel>(
        channel{this, map.name(), std::move(handler), 8});
    if (ring_) {
      if (int error =
              ::ring_buffer__add(ring_, map.fd(), on_record, made.get()))
        return error;
    } else {
      ring_ = ::ring_buffer__new(map.fd(), on_record, made.get(), nullptr);
      if (!ring_)
        return -errno;
      if (int error = watch(::ring_buffer__epoll_fd(ring_)))
        return error;
    }
    channels_.push_back(std::move(made));
    return 0;
  }
  static int on_record(void *context, void *data, std::size_t size) {
    return deliver(*static_cast<channel *>(context), data, size) ? 0
                                                                 : -ECANCELED;
  }
  int read_ready() { return ring_ ? ::ring_buffer__poll(ring_, 0) : 0; }
  int read() { return ring_ ? ::ring_buffer__consume(ring_) : 0; }

  ::ring_buffer *ring_ = nullptr;
};

/// Reads one or more perf event arrays, which keep records for each CPU apart.
class perf_buffer : public detail::buffer<perf_buffer, perf_event_array_map> {
public:
  /// \p pages: the room of each CPU, a power of two.
  explicit perf_buffer(std::size_t pages = 64) : pages_(pages) {}
  ~perf_buffer() {
    for (::perf_buffer *one : buffers_)
      ::perf_buffer__free(one);
  }

  /// \p f(int cpu, std::uint64_t count), where a CPU had no room for records.
  template <class F> void on_lost(F f) {
    constexpr bool fits = std::is_invocable_v<F &, int, std::uint64_t>;
    static_assert(fits, "on_lost() takes f(int cpu, std::uint64_t count)");
    if constexpr (fits)
      on_lost_ = std::move(f);
  }

private:
  friend class detail::buffer<perf_buffer, perf_event_array_map>;

  int open(const perf_event_array_map &map,
           std::unique_ptr<detail::record_handler> handler) {
    if (error_ < 0 || map.fd() < 0)
      return error_ < 0 ? error_ : map.fd();
    // A record begins behind its length, 4 bytes, and may wrap into a copy.
    auto made = std::make_unique<channel>(
        channel{this, map.name(), std::move(handler), 4});
    ::perf_buffer *one = ::perf_buffer__new(map.fd(), pages_, on_record,
                                            on_lost, made.get(), nullptr);
    if (!one)
      return -errno;
    channels_.push_back(std::move(made));
    buffers_.push_back(one);
    must_read_ = true; // watch() asks, too
    return watch(::perf_buffer__epoll_fd(one));
  }
  static void on_record(void *context, int, void *data, std::uint32_t size) {
    deliver(*static_cast<channel *>(context), data, size);
  }
  static void on_lost(void *context, int cpu,
                      unsigned long long count) {
    auto &self = *static_cast<perf_buffer *>(
        static_cast<channel *>(context)->owner);
    self.counts_.lost += count;
    if (self.on_lost_)
      self.on_lost_(cpu, count);
  }
  /// Who asks whether a perf event is ready takes the answer away: the outer
  /// epoll set did, and libbpf's own has nothing left to say.
  int read_ready() { return read(); }
  int read() {
    for (::perf_buffer *one : buffers_)
      if (int error = ::perf_buffer__consume(one); error < 0)
        return error;
    return 0;
  }

  std::size_t pages_;
  std::vector<::perf_buffer *> buffers_;
  std::function<void(int, std::uint64_t)> on_lost_;
};

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

// Of libbpf 1.1: declared here too, so that this compiles with the headers of
// 1.0; what is not used is not linked.
extern "C" {
struct user_ring_buffer;
struct user_ring_buffer_opts;
struct user_ring_buffer *
user_ring_buffer__new(int map_fd, const struct user_ring_buffer_opts *opts);
void *user_ring_buffer__reserve(struct user_ring_buffer *rb, __u32 size);
void user_ring_buffer__submit(struct user_ring_buffer *rb, void *sample);
void user_ring_buffer__discard(struct user_ring_buffer *rb, void *sample);
void user_ring_buffer__free(struct user_ring_buffer *rb);
}

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// BPF_MAP_TYPE_USER_RINGBUF, for user_ring_buffer.
class user_ring_buffer_map : public map_handle {};

namespace detail {

struct free_user_ring {
  void operator()(::user_ring_buffer *ring) const {
    ::user_ring_buffer__free(ring);
  }
};

} // namespace detail

/// Sends records to a program (Linux 6.1, libbpf 1.1). One thread at a time.
class user_ring_buffer {
public:
  /// A record on its way: sent by submit(), or dropped.
  template <class T> class reserved {
  public:
    reserved() = default;
    reserved(reserved &&other) noexcept
        : ring_(other.ring_), at_(std::exchange(other.at_, nullptr)) {}
    reserved &operator=(reserved &&other) noexcept {
      std::swap(ring_, other.ring_);
      std::swap(at_, other.at_);
      return *this;
    }
    ~reserved() {
      if (at_)
        ::user_ring_buffer__discard(ring_, at_);
    }
    explicit operator bool() const { return at_ != nullptr; }
    T &operator*() const { return *at_; }
    T *operator->() const { return at_; }
    void submit() { ::user_ring_buffer__submit(ring_, std::exchange(at_, nullptr)); }

  private:
    friend class user_ring_buffer;
    reserved(::user_ring_buffer *ring, T *at) : ring_(ring), at_(at) {}
    ::user_ring_buffer *ring_ = nullptr;
    T *at_ = nullptr;
  };

  explicit user_ring_buffer(const user_ring_buffer_map &map)
      : name_(map.name()) {
    detail::check(open(map), name_, "opening the buffer");
  }
  user_ring_buffer(const user_ring_buffer_map &map, std::error_code &ec)
      : name_(map.name()) {
    detail::check(open(map), ec);
  }

  /// Room for a \p T, all 0; none where the buffer is full.
  template <class T> reserved<T> reserve() {
    static_assert(detail::is_bytes<T>() && alignof(T) <= 8);
    void *at = ring_ ? ::user_ring_buffer__reserve(ring_.get(), sizeof(T))
                     : nullptr;
    if (!at) {
      if (errno != ENOSPC)
        detail::fail(ring_ ? errno : EBADF, name_, "reserve");
      return {};
    }
    return {ring_.get(), ::new (at) T()};
  }
  template <class T> reserved<T> reserve(std::error_code &ec) {
    static_assert(detail::is_bytes<T>() && alignof(T) <= 8);
    void *at = ring_ ? ::user_ring_buffer__reserve(ring_.get(), sizeof(T))
                     : nullptr;
    ec.clear();
    if (!at) {
      if (!ring_ || errno != ENOSPC)
        ec.assign(ring_ ? errno : EBADF, std::generic_category());
      return {};
    }
    return {ring_.get(), ::new (at) T()};
  }

private:
  int open(const user_ring_buffer_map &map) {
    if (map.fd() < 0)
      return map.fd();
    ring_.reset(::user_ring_buffer__new(map.fd(), nullptr));
    return ring_ ? 0 : -errno;
  }

  const char *name_;
  std::unique_ptr<::user_ring_buffer, detail::free_user_ring> ring_;
};

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
